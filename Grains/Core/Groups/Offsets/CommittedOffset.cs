using Cloud.Protocol;

namespace Cloud.Core.Groups.Offsets;

/// <summary>A group's resume position in a partition.</summary>
/// <param name="Offset">The next record to read.</param>
/// <param name="LeaderEpoch">Of the last record consumed; <see cref="LeaderEpoch.None"/> where not known.</param>
/// <param name="Metadata">Free text that the member keeps beside the offset.</param>
/// <param name="ExpireTime">
/// Asked for by old clients; <see cref="Instant.None"/> for the broker's own retention.
/// </param>
public readonly record struct CommittedOffset(
    Offset Offset, LeaderEpoch LeaderEpoch, string Metadata, Instant CommitTime, Instant ExpireTime);
