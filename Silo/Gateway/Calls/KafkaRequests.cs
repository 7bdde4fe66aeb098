using System.Net;
using Cloud.Gateway.Connections;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Gateway;

namespace Cloud.Gateway.Calls;

/// <summary>
/// Serves requests that come by calls, with what serves those that come by connections. One for the silo; any thread.
/// </summary>
internal sealed class KafkaRequests(ConnectionServices services) : IKafkaRequests
{
    // Who came by none is told the addresses of the first.
    private readonly string _listener = services.Options.Listeners is [var first, ..] ? first.Name : "";
    private readonly CallerTable _callers = new(services.Options.InFlightRequestsMax);

    public async ValueTask<ReadOnlyMemory<byte>> Answer(
        ReadOnlyMemory<byte> frame, string client, CancellationToken cancellation = default)
    {
        try
        {
            // The handler uses its frame to its end, whoever waits for it.
            return await Serve(frame, client, cancellation).WaitAsync(cancellation);
        }
        catch (FrameRefusedException refused)
        {
            services.Log.CallRefused(client, refused.Message);
            throw new KafkaRequestRefusedException(refused.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            services.Log.CallFailed(error, client);
            throw;
        }
    }

    private async Task<byte[]> Serve(ReadOnlyMemory<byte> frame, string client, CancellationToken cancellation)
    {
        using var place = await _callers.Enter(client, cancellation);
        var own = await Copy(frame, cancellation);
        using var scope = new RequestScope(new(_listener, IPAddress.None, client), own, cancellation);
        var head = services.Dispatcher.ReadHead(own.Bytes, scope.Connection);
        return await services.Dispatcher.Handle(head, own.Bytes, scope) is { } response
            ? ResponseBytes.Of(response, services.Dispatcher.ResponseVersionOf(head), head.CorrelationId)
            : [];
    }

    // The replica writes offsets into what it appends: the caller's bytes stay as they are.
    private async Task<RequestFrame> Copy(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        RequestFrame.ThrowIfRefused(frame.Length, services.Options.RequestBytesMax);
        var key = RequestFrame.KeyOf(frame.Span);
        var own = await RequestFrame.Rent(key, frame.Length, new(services.Memory), cancellation);
        frame.CopyTo(own.Bytes);
        return own;
    }
}
