using System.Buffers;
using System.Collections.Frozen;
using Cloud.Gateway.Connections;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Dispatch;

/// <summary>Reads what a request is and brings it to its handler. One for all connections; any thread.</summary>
internal sealed class RequestDispatcher(IEnumerable<IRequestHandler> handlers)
{
    private readonly FrozenDictionary<ApiKey, IRequestHandler> _handlers =
        handlers.ToFrozenDictionary(handler => handler.Api.Key);

    /// <exception cref="FrameRefusedException">
    /// No request can begin like that, or it is one that nobody serves.
    /// </exception>
    public RequestHead ReadHead(ReadOnlyMemory<byte> frame, ConnectionIdentity connection)
    {
        if (!RequestFrames.TryReadHead(new(frame), connection.ClientId, out var head, out var error))
        {
            throw new FrameRefusedException(error.ToString());
        }

        if (head.Api is null || !_handlers.ContainsKey(head.Api.Key))
        {
            throw new FrameRefusedException($"a request with API key {head.ApiKey}, which is not served");
        }

        if (!head.IsSupported && !IsVersionInquiry(head))
        {
            throw new FrameRefusedException($"{head.Api} in version {head.ApiVersion}, which is not served");
        }

        connection.ClientId = head.ClientId;
        return head;
    }

    public bool MayOverlap(in RequestHead head) => _handlers[head.Api!.Key].MayOverlap;

    /// <summary>
    /// A client that asks for the versions in one we do not know is told them in the first one (KIP-511).
    /// </summary>
    public short ResponseVersionOf(in RequestHead head) => head.IsSupported ? head.ApiVersion : (short)0;

    /// <exception cref="FrameRefusedException">The body is not what its version says.</exception>
    public ValueTask<IResponse?> Handle(in RequestHead head, ReadOnlyMemory<byte> frame, RequestScope scope)
    {
        scope.ApiVersion = head.ApiVersion;
        var handler = _handlers[head.Api!.Key];
        if (!head.IsSupported)
        {
            return handler.Handle(new ApiVersionsRequest(), scope);
        }

        return RequestFrames.TryReadBody(new ReadOnlySequence<byte>(frame), head, out var request, out var error)
            ? handler.Handle(request, scope)
            : throw new FrameRefusedException(error.ToString());
    }

    private static bool IsVersionInquiry(in RequestHead head) => head.Api!.Key is ApiKey.ApiVersions;
}
