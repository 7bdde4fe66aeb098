using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>What counts as an address of a server.</summary>
public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("localhost", "localhost", 9092)]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("[::1]:65535", "::1", 65535)]
    [InlineData("[::1]", "::1", 9092)]
    public void Host_and_port_are_read(string text, string host, int port) =>
        Assert.Equal((host, port), ServerAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":9092")]
    [InlineData("localhost:")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:-1")]
    [InlineData("[::1:9092")]
    public void Anything_else_is_refused_and_named(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<ClientOptionsException>(() => ServerAddress.Parse(text)).Message,
            StringComparison.Ordinal);
}
