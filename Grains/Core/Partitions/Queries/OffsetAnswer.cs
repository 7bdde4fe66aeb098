using Cloud.Core.Partitions.Fetching;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Queries;

/// <summary>An offset that was asked for. Without a failure and with offset none: there is no such record.</summary>
public readonly record struct OffsetAnswer(FetchFailure Failure)
{
    public Offset Offset { get; init; } = Offset.None;

    public Instant Timestamp { get; init; } = Instant.None;

    public LeaderEpoch LeaderEpoch { get; init; } = LeaderEpoch.None;
}
