using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Cloud.Protocol.Wire;

/// <summary>Reads and writes responses: header (versions 0 and 1) and body. Frames to read have no length.</summary>
public static class ResponseFrames
{
    private const string HeaderName = "ResponseHeader";

    /// <summary>Makes the frame hold the response, with its length.</summary>
    public static void Write(OutgoingFrame frame, IResponse response, short version, int correlationId)
    {
        var api = response.Api;
        Invariant.Holds(api.Versions.Contains(version));
        frame.Begin();
        var headerVersion = api.ResponseHeaderVersion(version);
        var header = new ProtocolWriter(frame, headerVersion, isFlexible: headerVersion >= 1);
        header.WriteInt32(correlationId);
        header.WriteNoTags();
        var body = new ProtocolWriter(frame, version, api.IsFlexible(version));
        response.Write(ref body);
        frame.End();
    }

    /// <summary>Tells which request a response belongs to: needed to know how to read it.</summary>
    public static bool TryReadCorrelationId(ReadOnlySequence<byte> frame, out int correlationId)
    {
        var reader = new SequenceReader<byte>(frame);
        return reader.TryReadBigEndian(out correlationId);
    }

    /// <summary>Reads the response to a request of this API and version. Its bytes are the frame's.</summary>
    public static bool TryRead(
        ReadOnlySequence<byte> frame,
        ApiDescription api,
        short version,
        [NotNullWhen(true)] out IResponse? response,
        out ProtocolError error)
    {
        Invariant.Holds(api.Versions.Contains(version));
        var reader = new ProtocolReader(frame);
        ReadHeader(ref reader, api.ResponseHeaderVersion(version));
        reader.Enter(api.ResponseName, version, api.IsFlexible(version));
        var read = api.ReadResponse(ref reader);
        reader.Leave();
        response = reader.IsSound ? read : null;
        error = reader.Error;
        return reader.IsSound;
    }

    private static void ReadHeader(ref ProtocolReader reader, short headerVersion)
    {
        reader.Enter(HeaderName, headerVersion, isFlexible: headerVersion >= 1);
        reader.ReadInt32("CorrelationId");
        reader.SkipTags();
    }
}
