namespace Cloud.Client;

/// <summary>What all clients of a host have in common, and what its producers and consumers begin with.</summary>
public sealed class CloudClientOptions
{
    /// <summary><c>bootstrap.servers</c> of all clients. Default <c>localhost:9092</c>.</summary>
    public IReadOnlyList<string> BootstrapServers { get; set; } = ["localhost:9092"];

    /// <summary><c>client.id</c> of all clients. Default: empty.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>How requests of all clients travel. Default: sockets to <see cref="BootstrapServers"/>.</summary>
    public ITransport? Transport { get; set; }

    /// <summary>
    /// What producers begin with; servers, client id, transport, log and clock are replaced by the host's.
    /// </summary>
    public ProducerOptions Producer { get; set; } = new();

    /// <summary>What consumers and workers begin with, likewise.</summary>
    public ConsumerOptions Consumer { get; set; } = new();
}
