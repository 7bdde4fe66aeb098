using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// What the sender knows of one broker that it produces to. Batches are taken for it only while its connection is open,
/// so that they go out in the order in which they were taken. Only the sender's, but for the connecting itself.
/// </summary>
internal sealed class BrokerLink(BrokerId broker, ClusterClient cluster, SenderSignal signal, ProducerOptions options)
{
    private readonly ProducerClock _clock = new(options.Clock);
    private Task<BrokerConnection>? _connecting;

    public BrokerId Broker => broker;

    public BrokerConnection? Connection { get; private set; }

    public int InFlight { get; set; }

    /// <summary>The broker asked for a pause (KIP-219).</summary>
    public long MutedUntil { get; set; }

    /// <summary>It could not be reached: the next attempt begins then.</summary>
    public long ConnectAfter { get; private set; }

    /// <summary>Partitions that have something for it, of one round.</summary>
    public List<PartitionQueue> Ready { get; } = [];

    /// <summary>Where the last round ended, so that the next begins with others.</summary>
    public int Turn { get; set; }

    public bool CanSend(long now) => InFlight < options.MaxInFlightRequestsPerConnection
        && now >= MutedUntil
        && Connection is { IsOpen: true };

    /// <summary>
    /// Connects where it is not. True when a connection was lost or an attempt has failed since: it may not lead any
    /// more. Where nothing is answered (acks=0), that it hangs up is all that a former leader says.
    /// </summary>
    public bool Keep(long now)
    {
        if (_connecting is { IsCompletedSuccessfully: true } connected)
        {
            Connection = connected.Result;
            _connecting = null;
        }

        if (Connection is { IsOpen: true })
        {
            return false;
        }

        var isLost = Connection is not null;
        Connection = null;
        var hasFailed = _connecting is { IsCompleted: true };
        if (hasFailed)
        {
            _connecting = null;
            ConnectAfter = _clock.After(now, options.ReconnectBackoff);
        }

        if (_connecting is null && now >= ConnectAfter)
        {
            _connecting = Task.Run(() => cluster.Connect(broker, ConnectionPurpose.Produce, cluster.Closing));
            _connecting.GetAwaiter().OnCompleted(signal.Set);
        }

        return isLost || hasFailed;
    }
}
