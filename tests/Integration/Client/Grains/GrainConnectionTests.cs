using System.Runtime.CompilerServices;
using Cloud.Client;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Client.Grains;

/// <summary>The order of calls, and their end, against a broker's grain that the test holds.</summary>
public sealed class GrainConnectionTests
{
    private static readonly BrokerAddress Broker = new(new(0), "grain-0", 1);

    [Fact]
    public async Task Requests_are_called_one_after_the_other_in_the_order_of_the_calls()
    {
        var kafka = new HeldKafka { Echoes = true };
        await using var connection = new GrainConnection(kafka, Broker, "test");
        using var frame = new OutgoingFrame();

        // One frame for all: it is the caller's again as soon as the call has returned.
        var exchanges = new List<Task<ResponseFrame>>();
        for (byte number = 0; number < 100; number++)
        {
            Fill(frame, number);
            exchanges.Add(connection.ExchangeAsync(frame, hasResponse: true));
        }

        var answers = await Task.WhenAll(exchanges);

        Assert.Equal(Enumerable.Range(0, 100).Select(number => (byte)number), kafka.Seen);
        Assert.Equal(kafka.Seen, answers.Select(answer => answer.Bytes.Span[HeldKafka.NumberPosition]));
        Assert.Equal(1, kafka.Most);
    }

    [Fact]
    public async Task Request_waits_for_the_answer_of_the_one_before_even_if_that_has_none()
    {
        var kafka = new HeldKafka();
        await using var connection = new GrainConnection(kafka, Broker, "test");

        var first = connection.ExchangeAsync(FrameOf(1), hasResponse: false);
        var second = connection.ExchangeAsync(FrameOf(2), hasResponse: true);
        var held = await kafka.Next();
        Assert.Equal([1], kafka.Seen);
        held.SetResult(new(ReadOnlyMemory<byte>.Empty, Refusal: null));
        (await kafka.Next()).SetResult(new(new byte[] { 7 }, Refusal: null));

        Assert.True((await first).Bytes.IsEmpty);
        Assert.Equal(7, (await second).Bytes.Span[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_that_fails_or_is_refused_ends_the_connection_and_all_that_waits(bool isRefused)
    {
        var kafka = new HeldKafka();
        await using var connection = new GrainConnection(kafka, Broker, "test");
        var first = connection.ExchangeAsync(FrameOf(1), hasResponse: true);
        var second = connection.ExchangeAsync(FrameOf(2), hasResponse: true);

        var held = await kafka.Next();
        if (isRefused)
        {
            held.SetResult(new(ReadOnlyMemory<byte>.Empty, "it is none"));
        }
        else
        {
            held.SetException(new SiloUnavailableException("the silo is gone"));
        }

        var lost = await Assert.ThrowsAsync<ConnectionLostException>(() => first);
        Assert.Contains(isRefused ? "it is none" : "the silo is gone", lost.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConnectionLostException>(() => second);
        Assert.False(connection.IsOpen);
        await Assert.ThrowsAsync<ConnectionLostException>(
            () => connection.ExchangeAsync(FrameOf(3), hasResponse: true));
        Assert.Equal([1], kafka.Seen);
    }

    [Fact]
    public async Task Disposal_ends_the_wait_for_a_call_that_is_under_way()
    {
        var kafka = new HeldKafka();
        var connection = new GrainConnection(kafka, Broker, "test");
        var exchange = connection.ExchangeAsync(FrameOf(1), hasResponse: true);
        await kafka.Next();

        await connection.DisposeAsync();

        await Assert.ThrowsAsync<ConnectionLostException>(() => exchange);
    }

    [Fact]
    public async Task Call_that_fails_when_a_disposal_has_only_begun_leaves_nobody_waiting()
    {
        var kafka = new HeldKafka();
        await using var connection = new GrainConnection(kafka, Broker, "test");
        var first = connection.ExchangeAsync(FrameOf(1), hasResponse: true);
        var held = await kafka.Next();

        // As far as the disposal has come when it is interrupted: it has its word, and nothing is closed yet.
        FailureOf(connection) = new OperationCanceledException("the client closed it");
        held.SetException(new SiloUnavailableException("the silo is gone"));
        await Assert.ThrowsAsync<ConnectionLostException>(() => first);

        Assert.False(connection.IsOpen);
        var error = await Assert.ThrowsAsync<ConnectionLostException>(
            () => connection.ExchangeAsync(FrameOf(2), hasResponse: true).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("the client closed it", error.Message, StringComparison.Ordinal);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_failure")]
    private static extern ref Exception? FailureOf(GrainConnection connection);

    private static OutgoingFrame FrameOf(byte number)
    {
        var frame = new OutgoingFrame();
        Fill(frame, number);
        return frame;
    }

    private static void Fill(OutgoingFrame frame, byte number)
    {
        frame.Clear();
        RequestFrames.Write(frame, new ApiVersionsRequest(), version: 0, number, clientId: "");
    }
}
