using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>One partition and its replicas.</summary>
/// <param name="Index">0 or more.</param>
/// <param name="Leader">None while there is nobody to lead.</param>
/// <param name="LeaderEpoch">Grows with each election; none where it is not told.</param>
/// <param name="Replicas">All of them, the preferred leader first.</param>
/// <param name="Isr">Those in sync.</param>
/// <param name="Offline">Those that are not there.</param>
public sealed record PartitionDescription(
    int Index,
    BrokerId Leader,
    LeaderEpoch LeaderEpoch,
    IReadOnlyList<BrokerId> Replicas,
    IReadOnlyList<BrokerId> Isr,
    IReadOnlyList<BrokerId> Offline)
{
    /// <summary>
    /// Replicas that are not in sync but have everything, and so may lead (KIP-966); null where the broker does not
    /// tell.
    /// </summary>
    public IReadOnlyList<BrokerId>? EligibleLeaders { get; init; }

    /// <summary>Who was eligible last, while nobody is; null where the broker does not tell.</summary>
    public IReadOnlyList<BrokerId>? LastKnownEligibleLeaders { get; init; }

    public bool HasLeader => Leader.Value >= 0;

    /// <summary>Whether replicas are missing from those in sync.</summary>
    public bool IsUnderReplicated => Isr.Count < Replicas.Count;
}
