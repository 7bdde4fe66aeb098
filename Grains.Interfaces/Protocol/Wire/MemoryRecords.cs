using System.Buffers;

namespace Cloud.Protocol.Wire;

/// <summary>Record batches in memory that someone else owns.</summary>
public sealed class MemoryRecords(ReadOnlySequence<byte> bytes) : RecordsPart
{
    public static readonly MemoryRecords Empty = new(ReadOnlySequence<byte>.Empty);

    public MemoryRecords(ReadOnlyMemory<byte> bytes)
        : this(new ReadOnlySequence<byte>(bytes))
    {
    }

    public ReadOnlySequence<byte> Bytes => bytes;

    public override int ByteCount { get; } = checked((int)bytes.Length);

    public override bool TryGetMemory(out ReadOnlySequence<byte> memory)
    {
        memory = bytes;
        return true;
    }
}
