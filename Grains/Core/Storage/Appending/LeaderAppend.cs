using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Appending;

/// <summary>Under which epoch, when, and for whom a leader appends.</summary>
public readonly record struct LeaderAppend(
    LeaderEpoch Epoch, Instant Now, RecordBatchOrigin Origin = RecordBatchOrigin.Client);
