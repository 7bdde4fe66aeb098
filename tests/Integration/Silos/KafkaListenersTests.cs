using Cloud.Silo.Startup;

namespace Cloud.Integration.Silos;

/// <summary>Where silos listen and what they advertise.</summary>
public sealed class KafkaListenersTests
{
    [Fact]
    public void Simple_options_make_one_listener()
    {
        var options = new SiloProcessOptions { KafkaPort = 9000, AdvertisedListener = "broker.example:19000" };

        Assert.Equal(["PLAINTEXT 127.0.0.1:9002"], Bound(2, options));
        Assert.Equal(["PLAINTEXT broker.example:19002"], Advertised(2, options));
        Assert.Empty(ListenerFaults.Of(options));
    }

    [Fact]
    public void Entries_come_beside_the_simple_listener_and_complete_themselves()
    {
        var options = new SiloProcessOptions
        {
            Listeners =
            {
                new() { Name = "INSIDE", Port = 9192 },
                new()
                {
                    Name = "OUTSIDE",
                    Bind = "0.0.0.0",
                    Port = 9292,
                    AdvertisedHost = "kafka.example",
                    AdvertisedPort = 443,
                },
            },
        };

        Assert.Equal(["PLAINTEXT 127.0.0.1:9093", "INSIDE 127.0.0.1:9193", "OUTSIDE 0.0.0.0:9293"], Bound(1, options));
        Assert.Equal(
            ["PLAINTEXT 127.0.0.1:9093", "INSIDE 127.0.0.1:9193", "OUTSIDE kafka.example:444"], Advertised(1, options));
        Assert.Empty(ListenerFaults.Of(options));
    }

    [Fact]
    public void Entry_of_its_name_takes_the_place_of_the_simple_listener()
    {
        var options = new SiloProcessOptions { Listeners = { new() { Name = "PLAINTEXT", Port = 9500 } } };

        Assert.Equal(["PLAINTEXT 127.0.0.1:9500"], Bound(0, options));
        Assert.Empty(ListenerFaults.Of(options));
    }

    [Theory]
    [InlineData("", null, 9500, null, null, "Name is ''")]
    [InlineData("inside", null, 9500, null, null, "Name is 'inside'")]
    [InlineData("INSIDE", "nowhere", 9500, null, null, "Bind is 'nowhere'")]
    [InlineData("INSIDE", null, 0, null, null, "Port is 0")]
    [InlineData("INSIDE", null, 65535, null, null, "Port is 65535")]
    [InlineData("INSIDE", null, 9500, "no host", null, "AdvertisedHost is 'no host'")]
    [InlineData("INSIDE", null, 9500, null, 70000, "AdvertisedPort is 70000")]
    [InlineData("INSIDE", null, 9093, null, null, "among the ports 9092 to 9093 of Cloud:KafkaPort")]
    [InlineData("INSIDE", null, 8080, null, null, "Cloud:HttpPort")]
    public void Listener_that_cannot_be_is_named(
        string name, string? bind, int port, string? host, int? advertisedPort, string expected)
    {
        var options = new SiloProcessOptions
        {
            Silos = 2,
            Listeners =
            {
                new()
                {
                    Name = name, Bind = bind, Port = port, AdvertisedHost = host, AdvertisedPort = advertisedPort,
                },
            },
        };

        Assert.Contains(expected, Assert.Single(ListenerFaults.Of(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_that_is_given_twice_is_refused()
    {
        var options = new SiloProcessOptions
        {
            Listeners = { new() { Name = "INSIDE", Port = 9500 }, new() { Name = "INSIDE", Port = 9600 } },
        };

        var fault = Assert.Single(ListenerFaults.Of(options));

        Assert.Contains("'INSIDE' is given 2 times", fault, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Bound(int index, SiloProcessOptions options) =>
        KafkaListeners.BoundBy(index, options).Select(listener => $"{listener.Name} {listener.EndPoint}");

    private static IEnumerable<string> Advertised(int index, SiloProcessOptions options) =>
        KafkaListeners.AdvertisedBy(index, options)
            .Select(listener => $"{listener.Name} {listener.Host}:{listener.Port}");
}
