using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// A partition of which it is not known where to read it, as it stood when that was begun to be found out. What is
/// found is void when the state has another version by then.
/// </summary>
internal readonly record struct OpenPosition(
    PartitionState State, int Version, PositionPhase Phase, AutoOffsetReset ResetTo)
{
    public TopicPartition Id => State.Id;
}
