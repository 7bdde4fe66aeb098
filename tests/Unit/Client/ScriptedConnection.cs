using System.Buffers;
using Cloud.Client;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client;

/// <summary>
/// A connection to a <see cref="ScriptedCluster"/>. Answers come in the order of the requests, as they must.
/// </summary>
internal sealed class ScriptedConnection(ScriptedCluster cluster, BrokerAddress broker) : ITransportConnection
{
    private const int LengthBytes = 4;

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => !_closed.Task.IsCompleted;

    public BrokerAddress Broker => broker;

    public async Task<ResponseFrame> ExchangeAsync(OutgoingFrame request, bool hasResponse)
    {
        var bytes = new ArrayBufferWriter<byte>();
        request.CopyTo(bytes);
        var frame = new ReadOnlySequence<byte>(bytes.WrittenMemory[LengthBytes..]);
        Assert.True(RequestFrames.TryReadHead(frame, null, out var head, out _));
        Assert.True(RequestFrames.TryReadBody(frame, head, out var read, out var error), error.ToString());
        if (!IsOpen)
        {
            throw new ConnectionLostException($"The connection to {broker} was lost.");
        }

        var response = await Answer(read, head.ApiVersion, hasResponse);
        if (response is null)
        {
            return ResponseFrame.None;
        }

        using var answer = new OutgoingFrame();
        ResponseFrames.Write(answer, response, head.ApiVersion, head.CorrelationId);
        var answered = new ArrayBufferWriter<byte>();
        answer.CopyTo(answered);
        return ResponseFrame.Of(answered.WrittenMemory[LengthBytes..]);
    }

    /// <summary>Ends it, as a broker that dies does.</summary>
    public void Break() =>
        _closed.TrySetException(new ConnectionLostException($"The connection to {broker} was lost."));

    public ValueTask DisposeAsync()
    {
        Break();
        return ValueTask.CompletedTask;
    }

    private async Task<IResponse?> Answer(IRequest request, short version, bool hasResponse)
    {
        if (request is not ProduceRequest produce)
        {
            return cluster.Answer(request);
        }

        var scripted = new ScriptedProduce(produce, version, this);
        cluster.Arrived(scripted);
        if (!hasResponse)
        {
            return null;
        }

        await await Task.WhenAny(scripted.Answer, _closed.Task);
        return await scripted.Answer;
    }
}
