namespace Cloud.Client;

/// <summary>
/// Asks for metadata when somebody has found it wrong, but not more often than the retry pause allows.
/// </summary>
internal sealed class MetadataRefresher(ClusterClient cluster)
{
    private readonly WakeSignal _wanted = new();

    public void Ask() => _wanted.Set();

    public async Task Run(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wanted.Wait(cancellationToken).ConfigureAwait(false);
            await cluster.TryRefresh(cluster.NewDeadline(), cancellationToken).ConfigureAwait(false);
            var pause = cluster.RetryBackoff.Pause(failures: 1);
            await Task.Delay(pause, cluster.Options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
