namespace Cloud.Protocol.Records;

/// <summary>One header of a record, borrowed from the batch. The key is UTF-8.</summary>
public readonly ref struct RecordHeaderView(ReadOnlySpan<byte> key, NullableBytes value)
{
    public ReadOnlySpan<byte> Key { get; } = key;

    public NullableBytes Value { get; } = value;
}
