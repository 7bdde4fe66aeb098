using Cloud.Core.Replication;

namespace Cloud.Simulation.Cluster.Mutations;

/// <summary>The mutations that the simulator can be run with, by name.</summary>
internal static class MutationCatalog
{
    public static readonly IReadOnlyDictionary<string, Func<IReplicationRules>> All =
        new SortedDictionary<string, Func<IReplicationRules>>(StringComparer.Ordinal)
        {
            ["ack-before-commit"] = () => new MutatedRules.AcknowledgeBeforeCommit(),
            ["ack-before-flush"] = () => new MutatedRules.AcknowledgeBeforeFlush(),
            ["cut-any-log"] = () => new MutatedRules.CutAnyLog(),
            ["follower-takes-its-end"] = () => new MutatedRules.FollowerTakesItsEnd(),
            ["hw-from-committed-only"] = () => new MutatedRules.HighWatermarkFromCommittedOnly(),
            ["hw-from-leader"] = () => new MutatedRules.HighWatermarkFromTheLeaderAlone(),
            ["hw-goes-back"] = () => new MutatedRules.HighWatermarkGoesBack(),
            ["ignore-broker-epoch"] = () => new MutatedRules.IgnoreBrokerEpoch(),
            ["join-below-epoch-start"] = () => new MutatedRules.JoinBelowTheEpochsStart(),
            ["join-without-catching-up"] = () => new MutatedRules.JoinWithoutCatchingUp(),
            ["leader-starts-at-its-end"] = () => new MutatedRules.LeaderStartsAtItsEnd(),
            ["no-epoch-check"] = () => new MutatedRules.NoEpochCheckAtFollowers(),
            ["obey-old-states"] = () => new MutatedRules.ObeyOldStates(),
            ["read-beyond-hw"] = () => new MutatedRules.ReadBeyondHighWatermark(),
            ["reopen-epoch"] = () => new MutatedRules.ReopenAnEpoch(),
            ["shrink-before-commit"] = () => new MutatedRules.ShrinkBeforeCommit(),
            ["truncate-to-hw"] = () => new MutatedRules.TruncateToHighWatermark(),
        };
}
