using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The first record at or after a time that was looked for.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Timestamp">Its own time, at or after the one asked for.</param>
/// <param name="LeaderEpoch">The epoch of the leader that wrote it; none where it is not known.</param>
public readonly record struct OffsetAndTimestamp(Offset Offset, DateTimeOffset Timestamp, LeaderEpoch LeaderEpoch);
