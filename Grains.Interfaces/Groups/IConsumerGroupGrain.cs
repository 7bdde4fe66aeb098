using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Groups;

/// <summary>
/// A consumer group; the key is its id. It runs on the silo whose broker leads the group's partition of
/// <c>__consumer_offsets</c>, and holds nothing: the group lives in that broker and its log.
/// </summary>
/// <remarks>
/// Where the answer is <c>NotCoordinator</c>, or the call fails, the group is moving: ask again. A call without an
/// answer may be done or not.
/// </remarks>
[Alias("Cloud.IConsumerGroupGrain")]
public interface IConsumerGroupGrain : IGrainWithStringKey
{
    /// <summary>
    /// A request about this very group, and its answer, as Kafka's clients write them: those of
    /// <see cref="ILocalGroups.Handle"/> but ListGroups. A join is answered when the others have joined.
    /// </summary>
    /// <exception cref="ArgumentException">It is no such request, or about another group.</exception>
    [Alias("Ask"), AlwaysInterleave, ResponseTimeout("00:10:00")]
    Task<GroupAnswer> Ask(GroupCommand command);
}
