namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a leader asks of a follower.</summary>
/// <param name="Leader">Broker id of who asks.</param>
/// <param name="LeaderEpoch">Whoever knows a higher one refuses.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ReplicaCommand")]
public abstract record ReplicaCommand([property: Id(0)] int Leader, [property: Id(1)] int LeaderEpoch)
{
    /// <summary>What does your log end with? Changes nothing.</summary>
    [GenerateSerializer, Immutable, Alias("Cloud.ReplicaCommand.Probe")]
    public sealed record Probe(int Leader, int LeaderEpoch) : ReplicaCommand(Leader, LeaderEpoch);

    /// <summary>Cut your log where it stops agreeing with mine.</summary>
    /// <param name="Epoch">The epoch to compare by.</param>
    /// <param name="EndOffset">Where it ends in the leader's log, exclusive.</param>
    /// <param name="Expected">The log that this was decided on; on another one nothing is cut.</param>
    [GenerateSerializer, Immutable, Alias("Cloud.ReplicaCommand.Truncate")]
    public sealed record Truncate(
        int Leader,
        int LeaderEpoch,
        [property: Id(0)] int Epoch,
        [property: Id(1)] long EndOffset,
        [property: Id(2)] ReplicaPosition Expected)
        : ReplicaCommand(Leader, LeaderEpoch);

    /// <summary>Your log holds nothing of mine: start it anew at an offset.</summary>
    /// <param name="Expected">As for a truncation.</param>
    [GenerateSerializer, Immutable, Alias("Cloud.ReplicaCommand.Reset")]
    public sealed record Reset(
        int Leader,
        int LeaderEpoch,
        [property: Id(0)] long StartOffset,
        [property: Id(1)] ReplicaPosition Expected)
        : ReplicaCommand(Leader, LeaderEpoch);

    /// <summary>Append these batches; none to pass on the watermarks.</summary>
    /// <param name="StartOffset">Where the follower's log ends.</param>
    /// <param name="AreGapsExpected">The leader's log was compacted.</param>
    [GenerateSerializer, Immutable, Alias("Cloud.ReplicaCommand.Push")]
    public sealed record Push(
        int Leader,
        int LeaderEpoch,
        [property: Id(0)] long StartOffset,
        [property: Id(1)] ReadOnlyMemory<byte> Batches,
        [property: Id(2)] bool AreGapsExpected,
        [property: Id(3)] long HighWatermark,
        [property: Id(4)] long LogStartOffset)
        : ReplicaCommand(Leader, LeaderEpoch);
}
