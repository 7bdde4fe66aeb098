using System.Buffers;
using System.Buffers.Binary;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Frames around given bodies, headers put together by hand, and the way through the codec and back.</summary>
internal static class TestFrames
{
    private const int CorrelationId = 0x01020304;
    private const string ClientId = "client";

    /// <summary>Without the length in front.</summary>
    public static byte[] Around(ReadOnlySpan<byte> body, ApiDescription api, short version, bool isRequest) =>
        [.. isRequest ? RequestHeader(api, version) : ResponseHeader(api, version), .. body];

    /// <summary>Reads a frame and writes what was read; an error where it cannot be read.</summary>
    public static (byte[] Written, ProtocolError Error) Through(
        ReadOnlySequence<byte> frame, ApiDescription api, short version, bool isRequest)
    {
        using var outgoing = new OutgoingFrame();
        if (isRequest)
        {
            if (!RequestFrames.TryReadHead(frame, ClientId, out var head, out var error)
                || !RequestFrames.TryReadBody(frame, head, out var request, out error))
            {
                return ([], error);
            }

            RequestFrames.Write(outgoing, request, head.ApiVersion, head.CorrelationId, head.ClientId);
        }
        else
        {
            if (!ResponseFrames.TryRead(frame, api, version, out var response, out var error))
            {
                return ([], error);
            }

            ResponseFrames.Write(outgoing, response, version, CorrelationId);
        }

        return (BytesOf(outgoing), default);
    }

    /// <summary>All bytes that the frame would send after its length, which is checked.</summary>
    public static byte[] BytesOf(OutgoingFrame frame)
    {
        var bytes = new ArrayBufferWriter<byte>();
        frame.CopyTo(bytes);
        Assert.Equal(frame.ByteCount, bytes.WrittenCount);
        Assert.Equal(bytes.WrittenCount - 4, BinaryPrimitives.ReadInt32BigEndian(bytes.WrittenSpan));
        return bytes.WrittenSpan[4..].ToArray();
    }

    private static byte[] RequestHeader(ApiDescription api, short version)
    {
        byte[] tags = version >= api.FlexibleFrom ? [0] : [];
        return
        [
            0, (byte)api.Key, 0, (byte)version, 1, 2, 3, 4, 0, (byte)ClientId.Length, .. "client"u8, .. tags,
        ];
    }

    private static byte[] ResponseHeader(ApiDescription api, short version)
    {
        var hasTags = version >= api.FlexibleFrom && api.Name != "ApiVersions";
        return hasTags ? [1, 2, 3, 4, 0] : [1, 2, 3, 4];
    }
}
