using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Cloud.Client;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client;

/// <summary>Frames on a stream that the test holds the other end of.</summary>
public sealed class WireConnectionTests : IAsyncDisposable
{
    private static readonly BrokerAddress Address = new(new(1), "host", 9092);

    private readonly Pipe _requests = new();
    private readonly Pipe _answers = new();
    private readonly WireConnection _connection;

    public WireConnectionTests() => _connection = new(
        new DuplexStream(_answers.Reader.AsStream(), _requests.Writer.AsStream()), Address, responseBytesMax: 1000);

    [Fact]
    public async Task Answers_go_to_the_requests_in_their_order()
    {
        var first = _connection.ExchangeAsync(Frame(), hasResponse: true);
        var second = _connection.ExchangeAsync(Frame(), hasResponse: true);

        await Answer([0, 0, 0, 1]);
        await Answer([0, 0, 0, 2, 9]);

        Assert.Equal([0, 0, 0, 1], (await first).Bytes.ToArray());
        Assert.Equal([0, 0, 0, 2, 9], (await second).Bytes.ToArray());
    }

    [Fact]
    public async Task End_between_answers_loses_what_is_under_way()
    {
        var exchange = _connection.ExchangeAsync(Frame(), hasResponse: true);

        await _answers.Writer.CompleteAsync();

        var error = await Assert.ThrowsAsync<ConnectionLostException>(() => exchange);
        Assert.Contains("host:9092", error.Message, StringComparison.Ordinal);
        Assert.False(_connection.IsOpen);
    }

    [Fact]
    public async Task End_inside_of_an_answer_is_told()
    {
        var exchange = _connection.ExchangeAsync(Frame(), hasResponse: true);

        await _answers.Writer.WriteAsync(new byte[] { 0, 0, 0, 50, 1, 2 });
        await _answers.Writer.CompleteAsync();

        var error = await Assert.ThrowsAsync<ConnectionLostException>(() => exchange);
        Assert.Contains("inside of an answer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(1001)]
    public async Task Length_that_cannot_be_ends_the_connection(int length)
    {
        var exchange = _connection.ExchangeAsync(Frame(), hasResponse: true);
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);

        await _answers.Writer.WriteAsync(bytes);

        var error = await Assert.ThrowsAsync<ConnectionLostException>(() => exchange);
        Assert.Contains($"{length} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_nobody_asked_for_ends_the_connection()
    {
        await Answer([0, 0, 0, 1]);
        while (_connection.IsOpen)
        {
            await Task.Yield();
        }

        await Assert.ThrowsAsync<ConnectionLostException>(() => _connection.ExchangeAsync(Frame(), hasResponse: true));
    }

    [Fact]
    public async Task Request_without_an_answer_is_done_when_it_is_sent()
    {
        var sent = _connection.ExchangeAsync(Frame(), hasResponse: false);

        Assert.Equal(0, (await sent).Bytes.Length);
        Assert.True((await _requests.Reader.ReadAsync()).Buffer.Length > 4);
    }

    [Fact]
    public async Task Disposal_fails_what_is_under_way_and_what_comes()
    {
        var exchange = _connection.ExchangeAsync(Frame(), hasResponse: true);

        await _connection.DisposeAsync();

        await Assert.ThrowsAsync<ConnectionLostException>(() => exchange);
        await Assert.ThrowsAsync<ConnectionLostException>(() => _connection.ExchangeAsync(Frame(), hasResponse: true));
    }

    [Fact]
    public async Task Sending_loop_that_fails_when_the_other_has_only_begun_to_close_leaves_nobody_waiting()
    {
        // As far as the receiving loop has come when it is interrupted: it has its word, and nothing is closed yet.
        FailureOf(_connection) = new EndOfStreamException("the broker closed it");
        await _requests.Reader.CompleteAsync(new IOException("reset"));

        await Assert.ThrowsAsync<ConnectionLostException>(() => _connection.ExchangeAsync(Frame(), hasResponse: true));

        Assert.False(_connection.IsOpen);
        var error = await Assert.ThrowsAsync<ConnectionLostException>(
            () => _connection.ExchangeAsync(Frame(), hasResponse: true).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("the broker closed it", error.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _answers.Writer.CompleteAsync();
        await _connection.DisposeAsync();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_failure")]
    private static extern ref Exception? FailureOf(WireConnection connection);

    private static OutgoingFrame Frame()
    {
        var frame = new OutgoingFrame();
        RequestFrames.Write(frame, new MetadataRequest { Topics = [] }, version: 9, correlationId: 1, clientId: "");
        return frame;
    }

    private async Task Answer(byte[] bytes)
    {
        var frame = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, bytes.Length);
        bytes.CopyTo(frame, 4);
        await _answers.Writer.WriteAsync(frame);
    }
}
