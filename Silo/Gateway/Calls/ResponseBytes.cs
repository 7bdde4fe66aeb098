using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Calls;

/// <summary>A response in one piece, records copied from their files, for who cannot be sent a file.</summary>
internal static class ResponseBytes
{
    private const int LengthBytes = 4;

    /// <returns>Header and body, without their length.</returns>
    /// <exception cref="IOException">A file is shorter than its records, or cannot be read.</exception>
    public static byte[] Of(IResponse response, short version, int correlationId)
    {
        using var frame = new OutgoingFrame();
        ResponseFrames.Write(frame, response, version, correlationId);
        var bytes = new byte[frame.ByteCount - LengthBytes];
        var rest = bytes.AsSpan();
        var skip = LengthBytes;
        foreach (var part in frame)
        {
            // The length is at the start of the first part.
            rest = rest[Copy(part, skip, rest)..];
            skip = 0;
        }

        return bytes;
    }

    private static int Copy(FramePart part, int skipBytes, Span<byte> target)
    {
        switch (part.Records)
        {
            case null:
                part.Bytes.Span[skipBytes..].CopyTo(target);
                return part.Bytes.Length - skipBytes;
            case LocalRecords local:
                return Read(local, target);
            case var records when records.TryGetMemory(out var memory):
                foreach (var segment in memory)
                {
                    segment.Span.CopyTo(target);
                    target = target[segment.Length..];
                }

                return records.ByteCount;
            default:
                throw new InvalidOperationException($"Records of {part.Records.GetType()} cannot be copied.");
        }
    }

    private static int Read(LocalRecords records, Span<byte> target)
    {
        var read = records.Read(target[..records.ByteCount]);
        return read == records.ByteCount
            ? read
            : throw new IOException("The segment file ends before its records do.");
    }
}
