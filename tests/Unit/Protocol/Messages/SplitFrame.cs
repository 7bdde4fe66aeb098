using System.Buffers;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>A frame whose memory is cut into pieces, as it comes out of a pipe.</summary>
internal sealed class SplitFrame : ReadOnlySequenceSegment<byte>
{
    private SplitFrame(ReadOnlyMemory<byte> memory, long position)
    {
        Memory = memory;
        RunningIndex = position;
    }

    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> frame, Random random)
    {
        var first = new SplitFrame(ReadOnlyMemory<byte>.Empty, position: 0);
        var last = first;
        for (var position = 0; position < frame.Length;)
        {
            var length = Math.Min(frame.Length - position, random.Next(1, 9));
            var next = new SplitFrame(frame.Slice(position, length), position);
            last.Next = next;
            last = next;
            position += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
