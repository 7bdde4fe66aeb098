using Cloud.Client;

namespace Cloud.Integration.Client;

/// <summary>
/// Servers that are none: the error comes within the time-outs and says what is wrong. On the wire only.
/// </summary>
public sealed class BadServerTests
{
    [Fact]
    public async Task Listener_that_speaks_http_is_named_and_suspected()
    {
        await using var server = BadServer.Http();
        await using var producer = ProducerOf(server.Address);

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(
            () => producer.ProduceAsync(new("orders", default, "a")).AsTask());

        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("Is this a Kafka listener", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_closes_inside_of_an_answer_is_named()
    {
        await using var server = BadServer.Breaking();
        await using var producer = ProducerOf(server.Address);

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(
            () => producer.ProduceAsync(new("orders", default, "a")).AsTask());

        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("inside of an answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_says_nothing_is_given_up()
    {
        await using var server = BadServer.Silent();
        await using var producer = ProducerOf(server.Address);

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(
            () => producer.ProduceAsync(new("orders", default, "a")).AsTask());

        Assert.Contains("MaxBlock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_where_nobody_listens_is_named()
    {
        await using var producer = ProducerOf("127.0.0.1:1");

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(
            () => producer.ProduceAsync(new("orders", default, "a")).AsTask());

        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionRefused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_nobody_has_is_named()
    {
        await using var producer = ProducerOf("nowhere.invalid:9092");

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(
            () => producer.ProduceAsync(new("orders", default, "a")).AsTask());

        Assert.Contains("nowhere.invalid:9092", error.Message, StringComparison.Ordinal);
    }

    private static Producer<Null, string> ProducerOf(string server) => new(new ProducerOptions
    {
        BootstrapServers = [server],
        MaxBlock = TimeSpan.FromSeconds(2),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        RetryBackoff = TimeSpan.FromMilliseconds(20),
    });
}
