using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Is told when a member's partitions change. Called while records are asked for, between two of them, never while one
/// is
/// processed; the rebalance waits for it, at most <see cref="ConsumerOptions.RebalanceListenerTimeout"/>. What it
/// throws
/// is logged and changes nothing.
/// </summary>
public interface IRebalanceListener
{
    /// <summary>
    /// After a rebalance: these came in addition to those that the member kept, perhaps none. Seek here to begin
    /// elsewhere than at the committed offsets.
    /// </summary>
    Task OnAssignedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>
    /// These are about to go to somebody else. They are still the member's: offsets can be committed. What automatic
    /// commits would commit is committed already.
    /// </summary>
    Task OnRevokedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>
    /// These were taken from the member, which was taken for dead or too slow: somebody else may be reading them.
    /// Commits
    /// are refused.
    /// </summary>
    Task OnLostAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        OnRevokedAsync(partitions, cancellationToken);
}
