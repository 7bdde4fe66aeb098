using System.Buffers;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// Reads a segment file from front to end and checks everything in it: size, header, checksum, growing offsets, epochs
/// that never go back. Memory is bounded by the largest batch it meets, and that by the file. Single use, single
/// caller.
/// </summary>
internal sealed class SegmentScan(IFile file, string path, FilePosition end) : IDisposable
{
    // Large enough that the disk, not the system calls, sets the pace.
    private const int ReadAheadBytes = 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAheadBytes);
    private FilePosition _bufferStart;
    private int _bufferBytes;
    private int _batchStart;

    /// <summary>The end of the good part: where the next batch is expected, or where the fault lies.</summary>
    public FilePosition Position { get; private set; }

    public RecordBatchHeader Header { get; private set; }

    /// <summary>Why the scan stopped before the end; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>The whole batch; borrowed until the next move.</summary>
    public ReadOnlySpan<byte> Batch => _buffer.AsSpan(_batchStart, Header.SizeBytes);

    public StoredBatch Current => new(Position.Plus(-Header.SizeBytes), Header);

    public LogCorruptException ToException() => new(path, Position, Fault ?? "no fault");

    /// <summary>Moves to the next good batch; false at the end or at a fault.</summary>
    public bool MoveNext(Offset expectedOffset, LeaderEpoch previousEpoch)
    {
        if (Position >= end)
        {
            return false;
        }

        Fault = FindFault(expectedOffset, previousEpoch, out var header);
        if (Fault is not null)
        {
            return false;
        }

        Header = header;
        Position = Position.Plus(header.SizeBytes);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private string? FindFault(Offset expectedOffset, LeaderEpoch previousEpoch, out RecordBatchHeader header)
    {
        header = default;
        if (!TryBuffer(RecordBatchLayout.Records))
        {
            return "the file ends inside a batch header";
        }

        if (RecordBatchHeader.TryRead(_buffer.AsSpan(_batchStart, RecordBatchLayout.Records), out header)
            is not ReadStatus.Done)
        {
            return "not a record batch";
        }

        if (!TryBuffer(header.SizeBytes))
        {
            return "the file ends inside a batch";
        }

        if (!RecordBatchValidator.HasValidChecksum(_buffer.AsSpan(_batchStart, header.SizeBytes), header))
        {
            return "the checksum does not match";
        }

        if (header.BaseOffset < expectedOffset)
        {
            return $"offset {header.BaseOffset} where at least {expectedOffset} was expected";
        }

        // A batch of an older epoch behind a newer one is what a lost truncation leaves: nobody vouches for it.
        return header.PartitionLeaderEpoch < previousEpoch && header.PartitionLeaderEpoch.Value >= 0
            ? $"epoch {header.PartitionLeaderEpoch} after epoch {previousEpoch}"
            : null;
    }

    // Makes the bytes from Position on contiguous in the buffer; false when the file has fewer.
    private bool TryBuffer(int byteCount)
    {
        if (byteCount > end.DistanceFrom(Position))
        {
            return false;
        }

        _batchStart = (int)Position.DistanceFrom(_bufferStart);
        if (_batchStart + byteCount <= _bufferBytes)
        {
            return true;
        }

        Refill(byteCount);
        return byteCount <= _bufferBytes;
    }

    private void Refill(int byteCount)
    {
        if (byteCount > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
        }

        var wanted = (int)Math.Min(_buffer.Length, end.DistanceFrom(Position));
        _bufferBytes = file.Read(_buffer.AsSpan(0, wanted), Position);
        _bufferStart = Position;
        _batchStart = 0;
    }
}
