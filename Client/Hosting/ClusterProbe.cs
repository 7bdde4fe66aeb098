using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Asks by a connection of its own, so that it is an answer of now.</summary>
internal sealed class ClusterProbe(ClientSettings settings) : IClusterProbe, IAsyncDisposable
{
    // Health checks are asked every few seconds, by those who do not wait long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lazy<ClusterClient> _cluster = new(() => new ClusterClient(
        settings.Producer with { ConnectTimeout = Patience, RequestTimeout = Patience }, mayCreateTopics: false));

    public Task Ask(CancellationToken cancellationToken) =>
        _cluster.Value.SendToAny(new MetadataRequest { Topics = [] }, cancellationToken);

    public ValueTask DisposeAsync() =>
        _cluster.IsValueCreated ? _cluster.Value.DisposeAsync() : ValueTask.CompletedTask;
}
