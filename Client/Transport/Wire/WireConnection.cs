using System.Collections.Concurrent;
using System.Threading.Channels;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// One connection of <see cref="WireTransport"/>: a loop that sends and a loop that receives. Answers come in the order
/// of the requests, so whose one is needs no look-up. Either loop's failure ends both.
/// </summary>
internal sealed class WireConnection : ITransportConnection
{
    // Callers bound what they have under way; this only keeps a broken one from filling the memory.
    private const int ExchangesMax = 1024;

    private readonly Stream _stream;
    private readonly BrokerAddress _broker;
    private readonly FrameReceiver _receiver;
    private readonly FrameSender _sender;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<WireExchange> _toSend = Channel.CreateBounded<WireExchange>(
        new BoundedChannelOptions(ExchangesMax) { SingleReader = true });

    // Written by the sending loop, read by the receiving one.
    private readonly ConcurrentQueue<WireExchange> _unanswered = new();
    private readonly Task _loops;
    private Exception? _failure;

    public WireConnection(Stream stream, BrokerAddress broker, int responseBytesMax)
    {
        _stream = stream;
        _broker = broker;
        _receiver = new FrameReceiver(stream, responseBytesMax);
        _sender = new FrameSender(stream);
        _loops = Task.WhenAll(Task.Run(SendAll), Task.Run(ReceiveAll));
    }

    public bool IsOpen => !_closing.IsCancellationRequested;

    public async Task<ResponseFrame> ExchangeAsync(OutgoingFrame request, bool hasResponse)
    {
        var exchange = new WireExchange(request, hasResponse);
        if (!_toSend.Writer.TryWrite(exchange))
        {
            await Queue(exchange).ConfigureAwait(false);
        }

        return await exchange.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Close(new OperationCanceledException("the client closed it"));
        await _loops.ConfigureAwait(false);
    }

    private async Task Queue(WireExchange exchange)
    {
        try
        {
            await _toSend.Writer.WriteAsync(exchange).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Lost();
        }
    }

    private async Task SendAll()
    {
        try
        {
            while (await _toSend.Reader.WaitToReadAsync(_closing.Token).ConfigureAwait(false))
            {
                while (_toSend.Reader.TryRead(out var exchange))
                {
                    await Send(exchange).ConfigureAwait(false);
                }

                await _sender.Flush(_closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            Close(failure);
        }
        finally
        {
            _sender.Dispose();
            FailUnsent();
        }
    }

    private async ValueTask Send(WireExchange exchange)
    {
        try
        {
            if (exchange.HasResponse)
            {
                _unanswered.Enqueue(exchange);
            }

            await _sender.Send(exchange.Request, _closing.Token).ConfigureAwait(false);
            exchange.SetSent();
        }
        catch (Exception failure)
        {
            // The frame is not touched any more from here on: those that wait may have it back.
            Close(failure);
            exchange.TrySetException(Lost());
            throw;
        }
    }

    private async Task ReceiveAll()
    {
        try
        {
            while (await _receiver.Receive(_closing.Token).ConfigureAwait(false) is { } frame)
            {
                if (!_unanswered.TryDequeue(out var exchange))
                {
                    frame.Dispose();
                    throw new InvalidDataException("it sent what nobody had asked for");
                }

                exchange.SetAnswered(frame);
            }

            throw new EndOfStreamException("the broker closed it");
        }
        catch (Exception failure)
        {
            Close(failure);
        }
        finally
        {
            _receiver.Dispose();
        }
    }

    // The first failure is the one that is told; but whoever comes here leaves it closed. The sending loop, which goes
    // on to empty the queues, must not rely on another that has only begun.
    private void Close(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _toSend.Writer.TryComplete();
        _closing.Cancel();
        _stream.Dispose();
    }

    // Runs when the sending loop has ended: nobody adds to either queue any more, and no frame is being read.
    private void FailUnsent()
    {
        while (_toSend.Reader.TryRead(out var unsent))
        {
            unsent.TrySetException(Lost());
        }

        while (_unanswered.TryDequeue(out var unanswered))
        {
            unanswered.TrySetException(Lost());
        }
    }

    private ConnectionLostException Lost()
    {
        var reason = _failure is null ? "it is closed" : _failure.Message;
        return new($"The connection to {_broker} was lost: {reason}", _failure);
    }
}
