using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>An offset that was asked for.</summary>
/// <param name="Offset">None where no record is as asked for: none is so young, or nothing is there.</param>
/// <param name="Timestamp">Of the record; null where it was not asked for by time.</param>
/// <param name="LeaderEpoch">Of the leader that wrote it; none where it is not known.</param>
public sealed record ListedOffset(Offset Offset, DateTimeOffset? Timestamp, LeaderEpoch LeaderEpoch);
