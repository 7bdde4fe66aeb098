using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cloud.Gateway.Dispatch;

namespace Cloud.Gateway.Connections;

/// <summary>
/// One client. Requests are read one after the other and answered in their order; those that may overlap are served
/// side by side. Two loops: one reads, one writes; either ends both.
/// </summary>
internal sealed class KafkaConnection
{
    private const int AnsweredInRowMax = 64;

    private readonly Socket _socket;
    private readonly ConnectionIdentity _identity;
    private readonly ConnectionServices _services;
    private readonly ConnectionActivity _activity;
    private readonly ConnectionMemory _memory;
    private readonly Channel<PendingResponse> _pending;
    private readonly CancellationTokenSource _ending = new();

    // Also written by who closes it from outside.
    private volatile string? _closeReason;

    public KafkaConnection(Socket socket, ConnectionIdentity identity, ConnectionServices services)
    {
        (_socket, _identity, _services) = (socket, identity, services);
        _activity = new(services.Clock);
        _memory = new(services.Memory);
        var capacity = services.Options.InFlightRequestsMax;

        // An answer that is there at once leaves on the thread that has read its request.
        _pending = Channel.CreateBounded<PendingResponse>(
            new BoundedChannelOptions(capacity)
            {
                SingleReader = true,
                SingleWriter = true,
                AllowSynchronousContinuations = true,
            });
    }

    public ConnectionIdentity Identity => _identity;

    /// <summary>How long nothing has moved on it.</summary>
    public TimeSpan Idle => _activity.Idle;

    /// <summary>What its requests take of the memory for all.</summary>
    public long HeldBytes => _memory.Held;

    /// <summary>Serves the client until either side ends it.</summary>
    public async Task Run()
    {
        // Who accepts connections must not be kept by what has come on this one.
        await Task.Yield();
        try
        {
            await Task.WhenAll(EndingAll(ReadAll), EndingAll(WriteAll));
        }
        catch (Exception error)
        {
            Tell(error);
        }
        finally
        {
            _socket.Dispose();
            await Drain();
            _ending.Dispose();
        }
    }

    /// <summary>Ends the connection from outside.</summary>
    /// <param name="reason">Is logged; null for none.</param>
    public void Close(string? reason)
    {
        _closeReason = reason;
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private void Tell(Exception error)
    {
        switch (error)
        {
            case FrameRefusedException:
                _services.Log.Refused(_identity.RemoteAddress, error.Message);
                break;
            case OperationCanceledException when _closeReason is { } reason:
                _services.Log.Refused(_identity.RemoteAddress, reason);
                break;
            case OperationCanceledException or SocketException:
                _services.Log.Closed(_identity.RemoteAddress, error.Message);
                break;
            default:
                _services.Log.Failed(error, _identity.RemoteAddress);
                break;
        }
    }

    private async Task EndingAll(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch
        {
            await _ending.CancelAsync();
            _pending.Writer.TryComplete();
            throw;
        }
    }

    private async Task ReadAll()
    {
        using var reader = new FrameReader(_socket, _services.Options.RequestBytesMax, _memory, _activity);
        var starting = new RequestOrder();
        var answeredInRow = 0;
        while (await reader.Read(_ending.Token) is { } frame)
        {
            var pending = await Start(frame, starting);
            answeredInRow = pending.Awaited is null ? answeredInRow + 1 : 0;
            try
            {
                await _pending.Writer.WriteAsync(pending, _ending.Token);
            }
            catch
            {
                await Settle(pending);

                // The other loop has ended, which completes the queue: the reason is told there.
                _ending.Token.ThrowIfCancellationRequested();
                throw;
            }

            if (answeredInRow == AnsweredInRowMax)
            {
                // Who asks without end for what is there at once must not keep the thread from others.
                answeredInRow = 0;
                await Task.Yield();
            }
        }

        // What was asked is still answered: the client may have closed only its own direction.
        _pending.Writer.TryComplete();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PendingResponse> Start(RequestFrame frame, RequestOrder order)
    {
        var scope = new RequestScope(_identity, frame, _ending.Token);
        try
        {
            var head = _services.Dispatcher.ReadHead(frame.Bytes, _identity);
            var mayOverlap = _services.Dispatcher.MayOverlap(head);
            await order.WhenItMayBegin(mayOverlap, _ending.Token);
            var answer = _services.Dispatcher.Handle(head, frame.Bytes, scope);
            if (answer.IsCompletedSuccessfully)
            {
                order.Begun(Task.CompletedTask, mayOverlap);
                return new(head, scope, answer.Result, null);
            }

            var awaited = answer.AsTask();
            order.Begun(awaited, mayOverlap);
            return new(head, scope, null, awaited);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private async Task WriteAll()
    {
        using var writer = new ResponseWriter(_socket, _activity);
        // Without the token, which would cost an object each time: whatever ends the connection completes the queue.
        while (await _pending.Reader.WaitToReadAsync())
        {
            while (_pending.Reader.TryRead(out var pending))
            {
                try
                {
                    await Answer(pending, writer);
                }
                finally
                {
                    await Settle(pending);
                }
            }

            writer.Rest();
        }
    }

    // An answer that was cut is the last one: whatever throws here ends the connection.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Answer(PendingResponse pending, ResponseWriter writer)
    {
        var answer = pending.Awaited is { } awaited ? await awaited.WaitAsync(_ending.Token) : pending.Known;
        if (answer is { } response)
        {
            var version = _services.Dispatcher.ResponseVersionOf(pending.Head);
            await writer.Write(response, version, pending.Head.CorrelationId, _ending.Token);
        }

        _activity.Touch();
    }

    private async Task Drain()
    {
        _pending.Writer.TryComplete();
        while (_pending.Reader.TryRead(out var pending))
        {
            await Settle(pending);
        }
    }

    // A request that nobody answers any more still uses its frame until it has ended: a replica may be writing into it.
    // Why the connection ended is told elsewhere, once.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Settle(PendingResponse pending)
    {
        if (pending.Awaited is Task awaited)
        {
            await awaited.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        pending.Scope.Dispose();
    }
}
