using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Cloud.Protocol.Messages;

namespace Cloud.Protocol.Wire;

/// <summary>Reads and writes requests: header (versions 1 and 2) and body. Frames to read have no length.</summary>
public static class RequestFrames
{
    private const string HeaderName = "RequestHeader";

    /// <summary>
    /// Reads the header. A key that is not known is no error: the caller decides what to answer. The client id is the
    /// given one where it is the same, so that a connection holds it once.
    /// </summary>
    public static bool TryReadHead(
        ReadOnlySequence<byte> frame, string? knownClientId, out RequestHead head, out ProtocolError error)
    {
        var reader = new ProtocolReader(frame);
        reader.Enter(HeaderName, version: 1, isFlexible: false);
        var key = reader.ReadInt16("ApiKey");
        var version = reader.ReadInt16("ApiVersion");
        var correlationId = reader.ReadInt32("CorrelationId");
        var api = reader.IsSound ? SupportedApis.Find(key) : null;
        var clientId = api is null ? null : ReadClientId(ref reader, api.RequestHeaderVersion(version), knownClientId);
        head = new RequestHead
        {
            ApiKey = key,
            ApiVersion = version,
            CorrelationId = correlationId,
            ClientId = clientId,
            Api = api,
            BodyPosition = reader.Position,
        };
        error = reader.Error;
        return reader.IsSound;
    }

    /// <summary>Reads the body of a supported request. Bytes and records in it are borrowed from the frame.</summary>
    public static bool TryReadBody(
        ReadOnlySequence<byte> frame,
        in RequestHead head,
        [NotNullWhen(true)] out IRequest? request,
        out ProtocolError error)
    {
        Invariant.Holds(head.IsSupported);
        var reader = new ProtocolReader(frame);
        reader.Skip(head.BodyPosition);
        reader.Enter(head.Api!.RequestName, head.ApiVersion, head.Api.IsFlexible(head.ApiVersion));
        var read = head.Api.ReadRequest(ref reader);
        reader.Leave();
        request = reader.IsSound ? read : null;
        error = reader.Error;
        return reader.IsSound;
    }

    /// <summary>Makes the frame hold the request, with its length.</summary>
    public static void Write(OutgoingFrame frame, IRequest request, short version, int correlationId, string? clientId)
    {
        var api = request.Api;
        Invariant.Holds(api.Versions.Contains(version));
        frame.Begin();
        // The client id is in the old form in every version; only the tagged fields after it are new.
        var header = new ProtocolWriter(frame, api.RequestHeaderVersion(version), isFlexible: false);
        header.WriteInt16((short)api.Key);
        header.WriteInt16(version);
        header.WriteInt32(correlationId);
        header.WriteNullableString(clientId, isNullable: true, "ClientId");
        var body = new ProtocolWriter(frame, version, api.IsFlexible(version));
        body.WriteNoTags();
        request.Write(ref body);
        frame.End();
    }

    private static string? ReadClientId(ref ProtocolReader reader, short headerVersion, string? known)
    {
        reader.Enter(HeaderName, headerVersion, isFlexible: false);
        var clientId = reader.ReadNullableString("ClientId", isNullable: true, known);
        reader.Enter(HeaderName, headerVersion, isFlexible: headerVersion >= 2);
        reader.SkipTags();
        return clientId;
    }
}
