using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Says what to fetch from whom. Pure: it decides on what it is given. A broker is asked for all of its partitions at
/// once, so it is not asked while one of them has its fill: an answer that waits for the others' records would keep
/// that
/// one waiting, too.
/// </summary>
internal sealed class FetchPlanner(ConsumerOptions options)
{
    // What is being handed out, and as much again that is ready when it is done.
    private readonly long _roomBytes = 2L * options.MaxPartitionFetchBytes;

    /// <summary>
    /// When something can be fetched at the latest that could not be now; null when time changes nothing.
    /// </summary>
    public TimeSpan? NextDue { get; private set; }

    /// <summary>Whether a partition has no leader that is known.</summary>
    public bool MissesLeader { get; private set; }

    /// <param name="states">Inside of their gate.</param>
    /// <param name="cluster">Who leads what.</param>
    /// <param name="busy">Brokers that are being asked, or are not to be asked yet.</param>
    /// <param name="freeBytes">How much may be fetched in all.</param>
    /// <param name="now">The consumer's time.</param>
    public IReadOnlyList<FetchPlan> Plan(
        IEnumerable<PartitionState> states,
        ClusterSnapshot cluster,
        Func<BrokerId, bool> busy,
        long freeBytes,
        TimeSpan now)
    {
        (NextDue, MissesLeader) = (null, false);
        var full = new HashSet<BrokerId>();
        var wanted = new Dictionary<BrokerId, List<PlannedFetch>>();
        foreach (var state in states)
        {
            if (state is { IsReadable: true, Phase: PositionPhase.Known, Failure: null, HasFault: false })
            {
                Consider(state, cluster, now, wanted, full);
            }
        }

        var plans = new List<FetchPlan>();
        foreach (var (broker, partitions) in wanted)
        {
            var maxBytes = (int)Math.Min(options.FetchMaxBytes, freeBytes);
            if (!full.Contains(broker) && !busy(broker) && maxBytes > 0)
            {
                plans.Add(new(broker, partitions, maxBytes));
                freeBytes -= Math.Min(maxBytes, (long)options.MaxPartitionFetchBytes * partitions.Count);
            }
        }

        return plans;
    }

    private void Consider(
        PartitionState state,
        ClusterSnapshot cluster,
        TimeSpan now,
        Dictionary<BrokerId, List<PlannedFetch>> wanted,
        HashSet<BrokerId> full)
    {
        var topic = cluster.Find(state.Id.Topic);
        if (topic?.Find(state.Id.Partition) is not { HasLeader: true } partition)
        {
            MissesLeader = true;
            return;
        }

        // Who is asked for it now need not be who leads it by now: whether that one can be asked is not its business.
        if (state.IsFetching)
        {
            return;
        }

        if (state.NotBefore > now)
        {
            NextDue = NextDue is { } due && due < state.NotBefore ? due : state.NotBefore;
            return;
        }

        var source = SourceOf(state, partition, cluster, now);
        if (state.BufferedBytes >= _roomBytes)
        {
            full.Add(source);
            return;
        }

        if (!wanted.TryGetValue(source, out var partitions))
        {
            wanted.Add(source, partitions = []);
        }

        partitions.Add(new(
            state, state.Version, state.FetchFrom, topic.Id, partition.LeaderEpoch, source == partition.Leader));
    }

    // A follower that does not answer to its name any more is forgotten, and so is one that was named long ago.
    private static BrokerId SourceOf(
        PartitionState state, PartitionSnapshot partition, ClusterSnapshot cluster, TimeSpan now)
    {
        if (state.PreferredReplica == BrokerId.None)
        {
            return partition.Leader;
        }

        if (state.PreferredUntil > now && cluster.Brokers.ContainsKey(state.PreferredReplica))
        {
            return state.PreferredReplica;
        }

        state.PreferredReplica = BrokerId.None;
        return partition.Leader;
    }
}
