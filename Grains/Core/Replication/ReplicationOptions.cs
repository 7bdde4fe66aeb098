namespace Cloud.Core.Replication;

/// <summary>Limits of replication, the same for all partitions of a broker.</summary>
public sealed record ReplicationOptions
{
    /// <summary>
    /// <c>replica.lag.time.max.ms</c>: who has not been caught up for so long leaves the ISR. Kafka's default.
    /// </summary>
    public TimeSpan LagTimeMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Most bytes of a push. Larger ones hurt everybody's tail; a larger single batch still goes alone.
    /// </summary>
    public int PushBytesMax { get; init; } = 256 * 1024;

    /// <summary>First pause after a follower did not answer, or could not do what it was asked.</summary>
    public TimeSpan RetryPauseMin { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest such pause: bounds how late a returning follower is noticed.</summary>
    public TimeSpan RetryPauseMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the controller refused a proposed ISR or gave no answer.</summary>
    public TimeSpan ProposalPause { get; init; } = TimeSpan.FromMilliseconds(200);
}
