using System.Buffers;
using Cloud.Core.Replication.Leading;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>
/// Reads what goes into pushes from the leader's log, into one buffer that is kept while the follower has more to catch
/// up. Owned by one link; a push borrows the buffer until it was answered.
/// </summary>
internal sealed class PushReader(PartitionLog log, int pushBytesMax)
{
    private byte[]? _buffer;
    private Offset _logStartOffset = Offset.None;
    private Offset _firstBatchOffset;

    /// <summary>The log as it is compared with the follower's.</summary>
    public LeaderLog LeadersLog()
    {
        var logStartOffset = log.LogStartOffset;
        if (logStartOffset != _logStartOffset)
        {
            (_logStartOffset, _firstBatchOffset) = (logStartOffset, FirstBatchAt(logStartOffset));
        }

        return new(_firstBatchOffset, logStartOffset, log.LogEndOffset, log.Epochs);
    }

    /// <param name="batches">Empty when there are none from the offset on.</param>
    /// <returns>False when the offset is not in the log any more.</returns>
    public bool TryRead(Offset offset, out ReadOnlyMemory<byte> batches, out Offset firstOffset)
    {
        (batches, firstOffset) = (default, offset);
        if (offset >= log.LogEndOffset)
        {
            ReturnBuffer();
            return offset == log.LogEndOffset;
        }

        var from = Offset.Max(offset, log.LogStartOffset);
        var read = log.Read(new(from, log.LogEndOffset, pushBytesMax));
        using var region = read.Region;
        if (read.Status is not LogReadStatus.Found || region is null)
        {
            return read.Status is LogReadStatus.AtEnd;
        }

        var buffer = BufferOf(region.ByteCount);
        batches = buffer[..region.Read(buffer.Span)];
        firstOffset = read.FirstOffset;
        return batches.Length == region.ByteCount;
    }

    /// <summary>Whoever has it now may go on reading it: it is not used again.</summary>
    public void AbandonBuffer() => _buffer = null;

    private Offset FirstBatchAt(Offset logStartOffset)
    {
        var read = log.Read(new(logStartOffset, log.LogEndOffset, 1));
        read.Region?.Dispose();
        return read.Status is LogReadStatus.Found ? Offset.Min(read.FirstOffset, logStartOffset) : logStartOffset;
    }

    private Memory<byte> BufferOf(int byteCount)
    {
        if (_buffer is null || _buffer.Length < byteCount)
        {
            ReturnBuffer();
            _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
        }

        return _buffer.AsMemory(0, byteCount);
    }

    // Idle partitions hold no memory.
    private void ReturnBuffer()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }
}
