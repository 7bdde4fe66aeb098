using Cloud.Client;
using Cloud.Protocol.Compression;

namespace Cloud.Unit.Client;

/// <summary>Defaults and rules of Kafka's producer configuration.</summary>
public sealed class ProducerOptionsTests
{
    public static TheoryData<ProducerOptions, string> Wrong => new()
    {
        { new() { Acks = (Acks)2 }, nameof(ProducerOptions.Acks) },
        { new() { BatchSize = -1 }, nameof(ProducerOptions.BatchSize) },
        { new() { Linger = TimeSpan.FromTicks(-1) }, nameof(ProducerOptions.Linger) },
        { new() { BufferMemory = 0 }, nameof(ProducerOptions.BufferMemory) },
        { new() { MaxBlock = TimeSpan.FromTicks(-1) }, nameof(ProducerOptions.MaxBlock) },
        { new() { MaxRequestSize = 0 }, nameof(ProducerOptions.MaxRequestSize) },
        { new() { MaxInFlightRequestsPerConnection = 0 }, nameof(ProducerOptions.MaxInFlightRequestsPerConnection) },
        { new() { Retries = -1 }, nameof(ProducerOptions.Retries) },
        { new() { CompressionType = (CompressionCodec)9 }, nameof(ProducerOptions.CompressionType) },
        { new() { DeliveryTimeout = TimeSpan.FromSeconds(30) }, nameof(ProducerOptions.DeliveryTimeout) },
        { new() { EnableIdempotence = true, Acks = Acks.Leader }, nameof(ProducerOptions.Acks) },
        { new() { EnableIdempotence = true, Retries = 0 }, nameof(ProducerOptions.Retries) },
        {
            new() { EnableIdempotence = true, MaxInFlightRequestsPerConnection = 6 },
            nameof(ProducerOptions.MaxInFlightRequestsPerConnection)
        },
        { new() { BootstrapServers = ["localhost:x"] }, "localhost:x" },
        { new() { RequestTimeout = TimeSpan.Zero }, nameof(ProducerOptions.RequestTimeout) },
    };

    [Fact]
    public void Defaults_are_those_of_Kafka()
    {
        var options = new ProducerOptions();

        options.Validate();

        Assert.True(options.IsIdempotent);
        Assert.Equal(Acks.All, options.Acks);
        Assert.Equal((16384, TimeSpan.FromMilliseconds(5)), (options.BatchSize, options.Linger));
        Assert.Equal((33554432, TimeSpan.FromMinutes(1)), (options.BufferMemory, options.MaxBlock));
        Assert.Equal((1048576, 5), (options.MaxRequestSize, options.MaxInFlightRequestsPerConnection));
        Assert.Equal((TimeSpan.FromMinutes(2), int.MaxValue), (options.DeliveryTimeout, options.Retries));
        Assert.Equal(CompressionCodec.None, options.CompressionType);
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Option_that_cannot_be_is_named(ProducerOptions options, string name)
    {
        var error = Assert.Throws<ClientOptionsException>(options.Validate);

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Idempotence_gives_way_where_it_was_not_asked_for()
    {
        Assert.False(new ProducerOptions { Acks = Acks.Leader }.IsIdempotent);
        Assert.False(new ProducerOptions { Retries = 0 }.IsIdempotent);
        Assert.False(new ProducerOptions { MaxInFlightRequestsPerConnection = 6 }.IsIdempotent);
        Assert.False(new ProducerOptions { EnableIdempotence = false }.IsIdempotent);
    }
}
