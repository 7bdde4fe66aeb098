using Cloud.Protocol;

namespace Cloud.Core.Storage.Epochs;

/// <summary>A leader epoch and the offset of the first record that was, or is to be, written in it.</summary>
public readonly record struct EpochEntry(LeaderEpoch Epoch, Offset StartOffset);
