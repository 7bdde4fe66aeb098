using Cloud.Protocol;

namespace Cloud.Core.Storage.Reading;

/// <summary>The bounds of a log at the moment of a read.</summary>
public readonly record struct LogOffsets(Offset LogStartOffset, Offset LogEndOffset);
