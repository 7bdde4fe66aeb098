using Cloud.Protocol;

namespace Cloud.Core.Storage.Reading;

/// <summary>
/// A record found by its time: where it is, when it is from, and under which leader epoch it was written.
/// </summary>
public readonly record struct TimestampedOffset(Offset Offset, Instant Timestamp, LeaderEpoch LeaderEpoch);
