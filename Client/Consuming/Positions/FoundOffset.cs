using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>What a leader says of a time. No offset where there is no such record.</summary>
internal readonly record struct FoundOffset(Offset Offset, Instant Timestamp, LeaderEpoch Epoch);
