namespace Cloud.Protocol.Records;

/// <summary>One batch among others: its header and all of its bytes, borrowed.</summary>
public readonly ref struct RecordBatchView(scoped in RecordBatchHeader header, ReadOnlySpan<byte> bytes)
{
    public RecordBatchHeader Header { get; } = header;

    /// <summary>The whole batch, header included.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
