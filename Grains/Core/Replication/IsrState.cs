using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Replication;

/// <summary>The in-sync replicas as committed, and as proposed while the controller has not settled a change.</summary>
/// <param name="Proposed">Empty when nothing is proposed.</param>
/// <param name="HasElr">
/// Replicas that left the ISR are still eligible, as they have all that is committed: the controller thinks the ISR too
/// small, whatever minimum the leader knows of.
/// </param>
internal readonly record struct IsrState(
    ImmutableArray<BrokerId> Committed, ImmutableArray<BrokerId> Proposed, bool HasElr)
{
    /// <summary>Of the committed ones: what is only proposed does not count for <c>min.insync.replicas</c>.</summary>
    public int Count => Committed.Length;

    public bool IsCommitted(BrokerId replica) => Committed.Contains(replica);

    public bool IsProposed(BrokerId replica) => Proposed.Contains(replica);
}
