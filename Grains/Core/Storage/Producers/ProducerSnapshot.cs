using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// The bytes of <c>{offset}.snapshot</c>, Kafka's version 1: version, CRC-32C of all that follows it, number of
/// entries, and 46 bytes for each. The file's name says up to which offset (exclusive) the state reaches.
/// </summary>
public static class ProducerSnapshot
{
    private const short Version = 1;

    private const int CrcAt = 2;
    private const int CountAt = 6;
    private const int EntriesAt = 10;

    // Fields of an entry.
    private const int EpochAt = 8;
    private const int LastSequenceAt = 10;
    private const int LastOffsetAt = 14;
    private const int OffsetDeltaAt = 22;
    private const int TimestampAt = 26;
    private const int CoordinatorEpochAt = 34;
    private const int TransactionFirstOffsetAt = 38;
    private const int EntryBytes = 46;

    public static byte[] Encode(IReadOnlyCollection<ProducerSnapshotEntry> entries)
    {
        var file = new byte[EntriesAt + (entries.Count * EntryBytes)];
        BinaryPrimitives.WriteInt16BigEndian(file, Version);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(CountAt), entries.Count);
        var at = EntriesAt;
        foreach (var entry in entries)
        {
            WriteEntry(file.AsSpan(at, EntryBytes), entry);
            at += EntryBytes;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(CrcAt), Crc32C.Compute(file.AsSpan(CountAt)));
        return file;
    }

    /// <summary>
    /// Whatever is not a whole, sound snapshot is told by status; the state is then rebuilt from the log.
    /// </summary>
    public static DecodeStatus TryDecode(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out List<ProducerSnapshotEntry>? entries)
    {
        entries = null;
        var status = CheckFrame(file);
        if (status is not DecodeStatus.Done)
        {
            return status;
        }

        var found = new List<ProducerSnapshotEntry>((file.Length - EntriesAt) / EntryBytes);
        var seen = new HashSet<ProducerId>(found.Capacity);
        var openTransactions = new HashSet<Offset>();
        for (var rest = file[EntriesAt..]; !rest.IsEmpty; rest = rest[EntryBytes..])
        {
            var entry = ReadEntry(rest);
            var isFirst = seen.Add(entry.ProducerId) &&
                (!entry.IsTransactionOpen || openTransactions.Add(entry.TransactionFirstOffset));
            if (!isFirst || !IsSound(entry))
            {
                return DecodeStatus.Malformed;
            }

            found.Add(entry);
        }

        entries = found;
        return DecodeStatus.Done;
    }

    private static DecodeStatus CheckFrame(ReadOnlySpan<byte> file)
    {
        if (file.Length < EntriesAt)
        {
            return DecodeStatus.Malformed;
        }

        if (BinaryPrimitives.ReadInt16BigEndian(file) != Version)
        {
            return DecodeStatus.UnknownVersion;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(file[CrcAt..]) != Crc32C.Compute(file[CountAt..]))
        {
            return DecodeStatus.CrcMismatch;
        }

        var entriesBytes = (long)BinaryPrimitives.ReadInt32BigEndian(file[CountAt..]) * EntryBytes;
        return entriesBytes == file.Length - EntriesAt ? DecodeStatus.Done : DecodeStatus.Malformed;
    }

    // A checksum says that the bytes are those written, not that they were written by something sane.
    private static bool IsSound(in ProducerSnapshotEntry entry) =>
        entry.ProducerId.IsIdempotent &&
        entry.Epoch >= ProducerEpoch.None &&
        entry.LastSequence >= -1 &&
        entry.LastOffset >= Offset.None &&
        entry.OffsetDelta >= 0 &&
        (entry.LastOffset < Offset.Zero || entry.LastOffset.Value >= entry.OffsetDelta) &&
        entry.TransactionFirstOffset >= Offset.None;

    private static void WriteEntry(Span<byte> target, in ProducerSnapshotEntry entry)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, entry.ProducerId.Value);
        BinaryPrimitives.WriteInt16BigEndian(target[EpochAt..], entry.Epoch.Value);
        BinaryPrimitives.WriteInt32BigEndian(target[LastSequenceAt..], entry.LastSequence);
        BinaryPrimitives.WriteInt64BigEndian(target[LastOffsetAt..], entry.LastOffset.Value);
        BinaryPrimitives.WriteInt32BigEndian(target[OffsetDeltaAt..], entry.OffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(target[TimestampAt..], entry.LastTimestamp.Milliseconds);
        BinaryPrimitives.WriteInt32BigEndian(target[CoordinatorEpochAt..], entry.CoordinatorEpoch);
        BinaryPrimitives.WriteInt64BigEndian(target[TransactionFirstOffsetAt..], entry.TransactionFirstOffset.Value);
    }

    private static ProducerSnapshotEntry ReadEntry(ReadOnlySpan<byte> source) => new()
    {
        ProducerId = new(BinaryPrimitives.ReadInt64BigEndian(source)),
        Epoch = new(BinaryPrimitives.ReadInt16BigEndian(source[EpochAt..])),
        LastSequence = BinaryPrimitives.ReadInt32BigEndian(source[LastSequenceAt..]),
        LastOffset = new(BinaryPrimitives.ReadInt64BigEndian(source[LastOffsetAt..])),
        OffsetDelta = BinaryPrimitives.ReadInt32BigEndian(source[OffsetDeltaAt..]),
        LastTimestamp = new(BinaryPrimitives.ReadInt64BigEndian(source[TimestampAt..])),
        CoordinatorEpoch = BinaryPrimitives.ReadInt32BigEndian(source[CoordinatorEpochAt..]),
        TransactionFirstOffset = new(BinaryPrimitives.ReadInt64BigEndian(source[TransactionFirstOffsetAt..])),
    };
}
