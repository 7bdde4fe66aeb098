using System.Net.Sockets;
using System.Threading.Channels;
using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Connections;

/// <summary>
/// One client. Requests are read one after the other and answered in their order; those that may overlap are served side
/// by side. Two loops: one reads, one writes; either ends both.
/// </summary>
internal sealed class KafkaConnection
{
    private readonly Socket _socket;
    private readonly ConnectionIdentity _identity;
    private readonly RequestDispatcher _dispatcher;
    private readonly RequestMemory _memory;
    private readonly GatewayOptions _options;
    private readonly GatewayLog _log;
    private readonly Channel<PendingResponse> _pending;
    private readonly CancellationTokenSource _ending = new();

    // Written by both loops, read by who looks for idle connections.
    private long _lastActive;

    public KafkaConnection(
        Socket socket,
        ConnectionIdentity identity,
        RequestDispatcher dispatcher,
        RequestMemory memory,
        GatewayOptions options,
        GatewayLog log)
    {
        (_socket, _identity, _dispatcher, _memory, _options, _log) =
            (socket, identity, dispatcher, memory, options, log);
        _pending = Channel.CreateBounded<PendingResponse>(
            new BoundedChannelOptions(options.InFlightRequestsMax) { SingleReader = true, SingleWriter = true });
        Touch();
    }

    public ConnectionIdentity Identity => _identity;

    /// <summary>How long nothing has moved on it.</summary>
    public TimeSpan Idle => TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref _lastActive));

    /// <summary>Serves the client until either side ends it.</summary>
    public async Task Run()
    {
        try
        {
            await Task.WhenAll(EndingAll(ReadAll), EndingAll(WriteAll));
        }
        catch (FrameRefusedException refused)
        {
            _log.Refused(_identity.RemoteAddress, refused.Message);
        }
        catch (Exception error) when (IsOfPeer(error))
        {
            _log.Closed(_identity.RemoteAddress, error.Message);
        }
        catch (Exception error)
        {
            _log.Failed(error, _identity.RemoteAddress);
        }
        finally
        {
            _socket.Dispose();
            await Drain();
            _ending.Dispose();
        }
    }

    /// <summary>Ends the connection from outside.</summary>
    public void Close()
    {
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private static bool IsOfPeer(Exception error) => error is SocketException or IOException
        or OperationCanceledException or ObjectDisposedException;

    private async Task EndingAll(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch
        {
            await _ending.CancelAsync();
            throw;
        }
    }

    private async Task ReadAll()
    {
        using var reader = new FrameReader(_socket, _options.RequestBytesMax, _memory);
        var previous = Task.CompletedTask;
        while (await reader.Read(_ending.Token) is { } frame)
        {
            Touch();
            var scope = new RequestScope(_identity, frame, _ending.Token);
            var pending = await Start(frame, scope, previous);
            previous = pending.Answer;
            await _pending.Writer.WriteAsync(pending, _ending.Token);
        }

        // What was asked is still answered: the client may have closed only its own direction.
        _pending.Writer.Complete();
    }

    private async Task<PendingResponse> Start(RequestFrame frame, RequestScope scope, Task previous)
    {
        try
        {
            var head = _dispatcher.ReadHead(frame.Bytes, _identity);
            if (!_dispatcher.MayOverlap(head))
            {
                // A failure of it ends the connection where it is awaited for its answer.
                await previous.ContinueWith(
                    static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            return new(head, scope, _dispatcher.Handle(head, frame.Bytes, scope));
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private async Task WriteAll()
    {
        using var writer = new ResponseWriter(_socket);
        while (await _pending.Reader.WaitToReadAsync(_ending.Token))
        {
            while (_pending.Reader.TryRead(out var pending))
            {
                using (pending.Scope)
                {
                    if (await pending.Answer.WaitAsync(_ending.Token) is { } response)
                    {
                        await Write(writer, response, pending.Head);
                    }
                }

                Touch();
            }

            writer.Rest();
        }
    }

    private ValueTask Write(ResponseWriter writer, IResponse response, in RequestHead head) => writer.Write(
        response, _dispatcher.ResponseVersionOf(head), head.CorrelationId, _ending.Token);

    private void Touch() => Interlocked.Exchange(ref _lastActive, Environment.TickCount64);

    // Requests that nobody answers any more still use their frames, until they have ended.
    private async Task Drain()
    {
        _pending.Writer.TryComplete();
        while (_pending.Reader.TryRead(out var pending))
        {
            try
            {
                await pending.Answer;
            }
            catch (Exception error)
            {
                _log.Failed(error, _identity.RemoteAddress);
            }
            finally
            {
                pending.Scope.Dispose();
            }
        }
    }
}
