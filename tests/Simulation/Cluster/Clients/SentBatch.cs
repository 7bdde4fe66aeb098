namespace Cloud.Simulation.Cluster.Clients;

/// <summary>
/// A batch that a producer has made and that is not acknowledged yet. Its bytes stay the same on every retry.
/// </summary>
internal sealed class SentBatch(byte[] bytes, long first, int count)
{
    public byte[] Bytes => bytes;

    /// <summary>The number of its first record.</summary>
    public long First => first;

    public int Count => count;

    public bool IsInFlight { get; set; }

    public bool IsAcknowledged { get; set; }

    /// <summary>All before it were acknowledged when it was sent: it cannot be out of order.</summary>
    public bool WasFirst { get; set; }
}
