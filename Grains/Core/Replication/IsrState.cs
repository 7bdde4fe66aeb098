using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Replication;

/// <summary>The in-sync replicas as committed, and as proposed while the controller has not settled a change.</summary>
/// <param name="Proposed">Empty when nothing is proposed.</param>
internal readonly record struct IsrState(ImmutableArray<BrokerId> Committed, ImmutableArray<BrokerId> Proposed)
{
    /// <summary>Of the committed ones: what is only proposed does not count for <c>min.insync.replicas</c>.</summary>
    public int Count => Committed.Length;

    public static IsrState Of(ImmutableArray<BrokerId> committed) => new(committed, []);

    public bool IsCommitted(BrokerId replica) => Committed.Contains(replica);

    public bool IsProposed(BrokerId replica) => Proposed.Contains(replica);
}
