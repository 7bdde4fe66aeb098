namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>
/// Declares brokers dead that were silent for a while, rightly or not, and never takes it back: that life is over.
/// A life that goes on regardless is ended some time later. One thread.
/// </summary>
internal sealed class Membership(SimulatedCluster cluster)
{
    private const int SilenceMilliseconds = 800;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, BrokerInstance?> _last = [];
    private readonly HashSet<BrokerInstance> _declared = [];

    public int VerdictCount { get; private set; }

    /// <summary>Its table cannot be reached: nobody is declared dead, and nobody joins.</summary>
    public bool IsDown { get; set; }

    public void Poll()
    {
        foreach (var broker in cluster.Brokers)
        {
            if (broker.Current is { } current)
            {
                _last[broker.Id.Value] = current;
            }

            if (!IsDown && broker.SilentSince is { } since && cluster.World.Milliseconds - since > SilenceMilliseconds)
            {
                Declare(broker);
            }
        }

        cluster.World.At(PollInterval, Poll);
    }

    private void Declare(SimulatedBroker broker)
    {
        if (_last.GetValueOrDefault(broker.Id.Value) is not { } life || !_declared.Add(life))
        {
            return;
        }

        VerdictCount++;
        cluster.World.Note($"{broker.Name} is declared dead");
        cluster.Seat.Declare(life.Id, life.Epoch);
        if (ReferenceEquals(life, broker.Current))
        {
            broker.IsCondemned = true;
            EndLater(broker, life);
        }
    }

    // Its silo finds out, once it runs again, that it was given up.
    private void EndLater(SimulatedBroker broker, BrokerInstance life) =>
        cluster.World.At(cluster.World.Between(100, 3000), () =>
        {
            if (!ReferenceEquals(life, broker.Current))
            {
                return;
            }

            if (life.Process.IsPaused)
            {
                EndLater(broker, life);
                return;
            }

            broker.Kill(isPowerCut: false);
            cluster.World.At(cluster.World.Between(50, 1000), broker.Start);
        });
}
