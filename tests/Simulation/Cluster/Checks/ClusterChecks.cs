using Cloud.Core.Partitions;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Checks;

/// <summary>
/// Looks at every replica whenever it shows something new, in the same turn: I1 to I6. One thread.
/// </summary>
internal sealed class ClusterChecks(World world)
{
    private readonly Dictionary<TopicIdPartition, CommittedLog> _logs = [];
    private readonly Dictionary<(TopicIdPartition, LeaderEpoch), BrokerInstance> _leaders = [];

    /// <summary>What disks owe.</summary>
    public DurablePromises Promises { get; } = new(world);

    public IEnumerable<CommittedLog> Logs => _logs.Values;

    public int ResignationCount { get; set; }

    public long AcknowledgedCount { get; private set; }

    public CommittedLog LogOf(TopicIdPartition partition)
    {
        if (!_logs.TryGetValue(partition, out var log))
        {
            _logs[partition] = log = new(world, partition);
        }

        return log;
    }

    public void RoleShown(BrokerInstance broker, TopicIdPartition partition, ReplicaView view)
    {
        if (view.Log is null)
        {
            return;
        }

        var cursor = broker.CursorOf(partition);
        if (cursor.IsFirstLook)
        {
            cursor.IsFirstLook = false;
            Promises.Check(broker, partition, view, LogOf(partition));
        }

        if (view.Role is ReplicaRole.Leader && _leaders.TryAdd((partition, view.LeaderEpoch), broker))
        {
            var log = LogScan.Read(view.Log, view.Log.LogStartOffset, view.Log.LogEndOffset);
            LogOf(partition).LeaderStarts(broker.Id.Value, view.LeaderEpoch, view.Log.LogEndOffset, log);
        }
        else if (view.Role is ReplicaRole.Leader)
        {
            world.Check(
                _leaders[(partition, view.LeaderEpoch)] == broker,
                $"I6: epoch {view.LeaderEpoch} of {partition.Partition} is led by {broker.Id} and by another life");
        }

        HighWatermarkShown(broker, partition, view);
    }

    public void HighWatermarkShown(BrokerInstance broker, TopicIdPartition partition, ReplicaView view)
    {
        if (view.Log is not { } log)
        {
            return;
        }

        var cursor = broker.CursorOf(partition);
        var highWatermark = view.HighWatermark;
        if (cursor.Epoch == view.LeaderEpoch && view.LeaderEpoch != LeaderEpoch.None)
        {
            // A log that ends before its leader's begins is emptied and begins with the leader's first batch, part of
            // which may be deleted: what lies below is nobody's any more.
            world.Check(
                highWatermark >= cursor.HighWatermark || cursor.HighWatermark <= LogOf(partition).DeletedBefore,
                $"I4: high watermark on {broker.Id} went from {cursor.HighWatermark} to {highWatermark}");
        }

        (cursor.Epoch, cursor.HighWatermark) = (view.LeaderEpoch, highWatermark);
        cursor.Checked = Offset.Min(Offset.Max(cursor.Checked, log.LogStartOffset), highWatermark);
        if (highWatermark > cursor.Checked)
        {
            var records = LogScan.Read(log, cursor.Checked, highWatermark);
            LogOf(partition).Show(broker.Id.Value, view.LeaderEpoch, cursor.Checked, highWatermark, records);
            cursor.Checked = highWatermark;
        }

        if (view.Role is ReplicaRole.Leader)
        {
            Promises.Note(broker, partition, highWatermark);
        }
    }

    /// <summary>A replica did what a leader asked for, or not.</summary>
    public void Answered(BrokerInstance broker, ReplicaRequest request, ReplicaReply reply)
    {
        if (reply.Outcome is ReplicaOutcome.Done && broker.Replicas.TryGet(request.Partition, out var view, out _))
        {
            world.Check(
                request.LeaderEpoch == view.LeaderEpoch,
                $"I6: broker {broker.Id} in epoch {view.LeaderEpoch} obeyed the leader of {request.LeaderEpoch}");
        }
    }

    /// <summary>A fetch was answered on this broker, just now.</summary>
    public void Fetched(string reader, TopicIdPartition partition, List<CommittedRecord> records)
    {
        foreach (var record in records)
        {
            LogOf(partition).Seen(reader, record.Offset, record.Producer, record.Number);
        }
    }

    /// <summary>An acks=all produce was answered on this broker, just now.</summary>
    public void Acknowledged(TopicIdPartition partition, string producer, IEnumerable<CommittedRecord> records)
    {
        foreach (var record in records)
        {
            AcknowledgedCount++;
            LogOf(partition).Seen(producer, record.Offset, record.Producer, record.Number);
        }
    }
}
