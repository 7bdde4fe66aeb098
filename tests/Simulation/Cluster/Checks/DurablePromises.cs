using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Checks;

/// <summary>
/// What each broker's disk owes: who was in sync when something was committed has it, as durably as the topic asks for,
/// and shows it in its next life. One thread.
/// </summary>
internal sealed class DurablePromises(World world)
{
    private static readonly BrokerEpoch NotYet = new(long.MaxValue);

    private readonly Dictionary<(int Broker, TopicIdPartition), Offset> _promises = [];
    private readonly Dictionary<TopicIdPartition, ImmutableArray<BrokerId>> _assigned = [];
    private readonly Dictionary<TopicIdPartition, PartitionState> _states = [];
    private readonly Dictionary<(int Broker, bool IsCachedOnly), BrokerEpoch> _firstEpochs = [];
    private readonly HashSet<(int Broker, TopicIdPartition)> _failed = [];
    private readonly Dictionary<(int Broker, TopicIdPartition), PartitionEpoch> _takenOut = [];

    /// <summary>Whom a partition is not assigned to any more owes nothing of it: its log is deleted.</summary>
    public void Assigned(TopicState topic)
    {
        foreach (var state in topic.Partitions)
        {
            var partition = new TopicIdPartition(topic.Id, state.Index);
            _assigned[partition] = state.Replicas;
            _states[partition] = state;
            TakeOutFailed(partition, state);
            foreach (var key in _promises.Keys.Where(key => key.Item2 == partition).ToList())
            {
                if (!state.Replicas.Contains(new BrokerId(key.Broker)))
                {
                    _promises.Remove(key);
                }
            }
        }
    }

    /// <summary>A log has failed. It owes nothing from when the controller has taken it out of ISR and ELR.</summary>
    public void Failed(int broker, TopicIdPartition partition)
    {
        _failed.Add((broker, partition));
        TakeOutFailed(partition, _states[partition]);
    }

    private void TakeOutFailed(TopicIdPartition partition, PartitionState state)
    {
        foreach (var key in _failed.Where(key => key.Item2 == partition).ToList())
        {
            var broker = new BrokerId(key.Broker);
            if (!state.Isr.Contains(broker) && !state.Elr.Contains(broker))
            {
                _promises.Remove(key);
                _takenOut[key] = state.PartitionEpoch;
            }
        }
    }

    /// <summary>What lives before have promised is void: the disk is gone; or only what was not flushed is.</summary>
    /// <param name="isCachedOnly">The power was cut: what topics leave in the page cache is owed no more.</param>
    public void Void(int broker, bool isCachedOnly, Func<TopicIdPartition, bool> isWriteCached)
    {
        _firstEpochs[(broker, isCachedOnly)] = NotYet;
        foreach (var key in _promises.Keys.Where(key => key.Broker == broker).ToList())
        {
            if (!isCachedOnly || isWriteCached(key.Item2))
            {
                _promises.Remove(key);
            }
        }
    }

    /// <summary>A new life begins: what it answers counts again.</summary>
    public void Registered(int broker, BrokerEpoch epoch)
    {
        foreach (var isCachedOnly in (bool[])[false, true])
        {
            if (_firstEpochs.GetValueOrDefault((broker, isCachedOnly)) == NotYet)
            {
                _firstEpochs[(broker, isCachedOnly)] = epoch;
            }
        }
    }

    /// <summary>A leader has committed up to here.</summary>
    public void Note(BrokerInstance leader, TopicIdPartition partition, Offset highWatermark)
    {
        if (!leader.Replicas.TryGetReplica(partition, out var replica) || replica.Leader is not { } role)
        {
            return;
        }

        var isCached = role.Replica.Config.IsWriteCached;
        foreach (var member in role.Committed.Isr)
        {
            // An answer may have been on its way while the disk that it speaks of was lost.
            var epoch = member == leader.Id ? leader.Epoch : role.Machine.Find(member)?.BrokerEpoch ?? BrokerEpoch.None;
            if (_assigned[partition].Contains(member)
                && role.Committed.PartitionEpoch >= _takenOut.GetValueOrDefault((member.Value, partition))
                && epoch >= _firstEpochs.GetValueOrDefault((member.Value, false))
                && (!isCached || epoch >= _firstEpochs.GetValueOrDefault((member.Value, true))))
            {
                var key = (member.Value, partition);
                _promises[key] = Offset.Max(_promises.GetValueOrDefault(key, Offset.Zero), highWatermark);
            }
        }
    }

    /// <summary>A life shows its log for the first time, or its log was cut.</summary>
    public void Check(BrokerInstance broker, TopicIdPartition partition, ReplicaView view, CommittedLog committed)
    {
        var promised = _promises.GetValueOrDefault((broker.Id.Value, partition), Offset.Zero);
        if (world.Check(
            view.Log!.LogEndOffset >= promised,
            $"I1: broker {broker.Id} has partition {partition.Partition} up to {view.Log.LogEndOffset}; " +
            $"it was in sync with {promised}"))
        {
            var log = LogScan.Read(view.Log, view.Log.LogStartOffset, promised);
            committed.Holds(broker.Id.Value, log, promised.Value);
        }

        _failed.Remove((broker.Id.Value, partition));
    }
}
