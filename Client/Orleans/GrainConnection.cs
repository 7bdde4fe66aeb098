using System.Threading.Channels;
using Cloud.Grains.Interfaces.Gateway;
using Cloud.Protocol;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// One connection of <see cref="GrainTransport"/>: a queue of requests and a loop that calls with one of them after the
/// other. So a request begins when the one before it is answered, whatever the runtime does with calls that are under
/// way together: a partition's batches come in their order, and answers in that of their requests.
/// </summary>
internal sealed class GrainConnection : ITransportConnection
{
    private const int LengthBytes = 4;

    // Callers bound what they have under way; this only keeps a broken one from filling the memory.
    private const int ExchangesMax = 1024;

    private readonly IKafkaGrain _kafka;
    private readonly BrokerAddress _broker;
    private readonly string _name;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<GrainExchange> _waiting = Channel.CreateBounded<GrainExchange>(
        new BoundedChannelOptions(ExchangesMax) { SingleReader = true });

    private readonly Task _loop;
    private Exception? _failure;

    public GrainConnection(IKafkaGrain kafka, BrokerAddress broker, string name)
    {
        _kafka = kafka;
        _broker = broker;
        _name = name;

        // Not the context of whoever opens it, which may be a grain: others' requests go the same way.
        using var flow = ExecutionContext.SuppressFlow();
        _loop = Task.Run(CallAll);
    }

    public bool IsOpen => !_closing.IsCancellationRequested;

    public async Task<ResponseFrame> ExchangeAsync(OutgoingFrame request, bool hasResponse)
    {
        // Where there is no response, the end of the call tells that the request was taken.
        var exchange = new GrainExchange(Copy(request));
        if (!_waiting.Writer.TryWrite(exchange))
        {
            await Queue(exchange).ConfigureAwait(false);
        }

        return await exchange.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Close(new OperationCanceledException("the client closed it"));
        await _loop.ConfigureAwait(false);
    }

    // What goes into a call must not change any more, and the caller has its frame back before a call that nobody waits
    // for has ended.
    private static byte[] Copy(OutgoingFrame request)
    {
        using var bytes = new PooledBuffer(checked((int)request.ByteCount));
        request.CopyTo(bytes);
        return bytes.Written[LengthBytes..].ToArray();
    }

    private async Task Queue(GrainExchange exchange)
    {
        try
        {
            await _waiting.Writer.WriteAsync(exchange).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Lost();
        }
    }

    private async Task CallAll()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_closing.Token).ConfigureAwait(false))
            {
                while (_waiting.Reader.TryRead(out var exchange))
                {
                    await Call(exchange).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure)
        {
            Close(failure);
        }
        finally
        {
            FailWaiting();
        }
    }

    private async Task Call(GrainExchange exchange)
    {
        try
        {
            var answer = await _kafka.Call(new(exchange.Frame, _name)).WaitAsync(_closing.Token).ConfigureAwait(false);
            if (answer.Refusal is { } refusal)
            {
                throw new KafkaRequestRefusedException(refusal);
            }

            exchange.SetResult(ResponseFrame.Of(answer.Frame));
        }
        catch (Exception failure)
        {
            Close(failure);
            exchange.SetException(Lost());
            throw;
        }
    }

    // The first failure is the one that is told; but whoever comes here leaves it closed. The loop, which goes on to
    // empty the queue, must not rely on another that has only begun.
    private void Close(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _waiting.Writer.TryComplete();
        _closing.Cancel();
    }

    // Nothing is added any more.
    private void FailWaiting()
    {
        while (_waiting.Reader.TryRead(out var exchange))
        {
            exchange.SetException(Lost());
        }
    }

    private ConnectionLostException Lost() =>
        new($"The connection to {_broker} was lost: {_failure?.Message ?? "it is closed"}", _failure);
}
