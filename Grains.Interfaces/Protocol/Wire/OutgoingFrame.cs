using System.Buffers;
using System.Buffers.Binary;

namespace Cloud.Protocol.Wire;

/// <summary>
/// A frame to be sent, with its length in front: bytes that it owns, and between them records that it only points to.
/// Meant to be used again after <see cref="Clear"/>. Holds no memory before it is written. Written by one caller at a
/// time, who disposes it.
/// </summary>
public sealed class OutgoingFrame : IDisposable
{
    /// <summary>
    /// Records in memory up to this size are copied between the other bytes: cheaper than one more part to send.
    /// </summary>
    public const int InlineRecordsBytesMax = 512;

    private const int LengthBytes = 4;

    // Of one answer over very many partitions nothing is kept.
    private const int KeptCutsMax = 16;

    private long _recordBytes;

    /// <summary>Of all that is to be sent.</summary>
    public long ByteCount => Bytes.Length + _recordBytes;

    /// <summary>Whether records are sent from where they lie, between the bytes of the frame.</summary>
    public bool HasParts => Cuts.Count > 0;

    internal PooledBuffer Bytes { get; } = new(initialCapacity: 0);

    internal List<RecordsCut> Cuts { get; } = [];

    public FrameParts GetEnumerator() => new(this);

    public void Clear()
    {
        Bytes.Clear();
        Cuts.Clear();
        _recordBytes = 0;
    }

    /// <summary>Clears it and gives its memory back; it may be written again.</summary>
    public void Release()
    {
        Clear();
        Bytes.Release();
        if (Cuts.Capacity > KeptCutsMax)
        {
            Cuts.Capacity = 0;
        }
    }

    /// <summary>Copies all of it; only for frames whose records are in memory.</summary>
    public void CopyTo(IBufferWriter<byte> destination)
    {
        foreach (var part in this)
        {
            var isInMemory = part.Records is null;
            var records = ReadOnlySequence<byte>.Empty;
            Invariant.Holds(isInMemory || part.Records!.TryGetMemory(out records));
            destination.Write(part.Bytes.Span);
            foreach (var segment in records)
            {
                destination.Write(segment.Span);
            }
        }
    }

    public void Dispose()
    {
        Clear();
        Bytes.Dispose();
    }

    internal void Begin()
    {
        Clear();
        Bytes.GetSpan(LengthBytes);
        Bytes.Advance(LengthBytes);
    }

    internal void End() =>
        BinaryPrimitives.WriteInt32BigEndian(Bytes.Written, checked((int)(ByteCount - LengthBytes)));

    internal void Add(RecordsPart records)
    {
        if (records.ByteCount == 0)
        {
            return;
        }

        if (records.ByteCount <= InlineRecordsBytesMax && records.TryGetMemory(out var memory))
        {
            foreach (var segment in memory)
            {
                Bytes.Write(segment.Span);
            }

            return;
        }

        Cuts.Add(new RecordsCut(Bytes.Length, records));
        _recordBytes += records.ByteCount;
    }
}
