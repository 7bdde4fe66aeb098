using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Partitions.Broker;

/// <summary>A replica and the scheduler that its turns run on; none for the caller's own.</summary>
internal sealed class HostedReplica(PartitionReplica replica, TaskScheduler? scheduler)
{
    public PartitionReplica Replica => replica;

    /// <summary>What the topic sets itself. By the broker.</summary>
    public required ImmutableSortedDictionary<string, string> OwnConfigs { get; set; }

    /// <summary>What that comes to with the defaults. Replaced by the broker, read by any thread.</summary>
    public required TopicConfig Config { get; set; }

    /// <summary>The newest committed state that the broker has passed on.</summary>
    public PartitionState? State { get; set; }

    public Task Enter(Action<PartitionReplica> work) => Enter(entered =>
    {
        work(entered);
        return Task.FromResult(true);
    });

    public Task<T> Enter<T>(Func<PartitionReplica, Task<T>> work) =>
        scheduler is null || scheduler == TaskScheduler.Current
            ? work(replica)
            : Post(work, scheduler);

    // Awaited inside, so that the outcome leaves from the replica's scheduler and not from the thread pool.
    private Task<T> Post<T>(Func<PartitionReplica, Task<T>> work, TaskScheduler target) => Task.Factory
        .StartNew(
            async () => await work(replica), CancellationToken.None, TaskCreationOptions.DenyChildAttach, target)
        .Unwrap();
}
