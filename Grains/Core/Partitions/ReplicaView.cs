using Cloud.Core.Storage;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>
/// What readers see of a replica: made by its writer, published in one reference, never changed. The log's bounds are
/// read from the log itself.
/// </summary>
public sealed record ReplicaView
{
    public static readonly ReplicaView Nothing = new();

    public ReplicaRole Role { get; init; } = ReplicaRole.Offline;

    public BrokerId Leader { get; init; } = BrokerId.None;

    public LeaderEpoch LeaderEpoch { get; init; } = LeaderEpoch.None;

    /// <summary>Where the leader's epoch began; none on a follower.</summary>
    public Offset EpochStartOffset { get; init; } = Offset.None;

    public Offset HighWatermark { get; init; } = Offset.Zero;

    /// <summary>Exclusive bound for read-committed readers.</summary>
    public Offset LastStableOffset { get; init; } = Offset.Zero;

    /// <summary>Null while the log cannot be read.</summary>
    public PartitionLog? Log { get; init; }

    /// <summary>A copy that nobody changes.</summary>
    internal LeaderEpochCache Epochs { get; init; } = new();
}
