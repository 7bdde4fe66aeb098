namespace Cloud.Protocol.Records;

/// <summary>
/// One header to be written with a record. Keys may repeat and keep their order; a value may be null.
/// </summary>
public readonly record struct RecordHeader(string Key, ReadOnlyMemory<byte>? Value);
