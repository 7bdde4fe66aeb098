using System.Collections.Concurrent;
using Cloud.Core.Replication;
using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Core.Storage.Retention;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>What a broker does with the passing of time. On the broker's scheduler, one tick after the other.</summary>
internal sealed class BrokerUpkeep(
    ConcurrentDictionary<TopicIdPartition, HostedReplica> replicas,
    LogManager logs,
    ReplicaServices services,
    BrokerOptions options)
{
    private readonly Cadence _lag = new(services.Options.LagTimeMax / 2);
    private readonly Cadence _flush = new(TimeSpan.FromSeconds(1));
    private readonly Cadence _highWatermarks = new(options.HighWatermarkCheckpointInterval);
    private readonly Cadence _recoveryPoints = new(options.RecoveryPointCheckpointInterval);
    private readonly Cadence _retention = new(options.RetentionInterval);
    private bool _isTicking;

    public async Task Tick(BrokerMetadata metadata)
    {
        var now = services.Now;
        services.Waitlist.ExpireUpTo(now);
        if (_isTicking)
        {
            return;
        }

        _isTicking = true;
        try
        {
            await DoWhatIsDue(metadata, now);
        }
        finally
        {
            _isTicking = false;
        }
    }

    public void CheckpointHighWatermarks()
    {
        foreach (var folder in logs.Folders)
        {
            var offsets = new Dictionary<TopicPartition, Offset>();
            foreach (var (partition, offset) in folder.HighWatermarks)
            {
                // Of replicas that have not come up yet.
                if (folder.Contains(partition))
                {
                    offsets[partition] = offset;
                }
            }

            var isChanged = offsets.Count != folder.HighWatermarks.Count;
            foreach (var hosted in replicas.Values)
            {
                var (name, view) = (hosted.Replica.Name, hosted.Replica.View);
                if (view.LeaderEpoch != LeaderEpoch.None && folder.Contains(name))
                {
                    isChanged |= !offsets.TryGetValue(name, out var saved) || saved != view.HighWatermark;
                    offsets[name] = view.HighWatermark;
                }
            }

            if (isChanged)
            {
                var entries = offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value));
                folder.CheckpointHighWatermarks([.. entries]);
            }
        }
    }

    private async Task DoWhatIsDue(BrokerMetadata metadata, Moment now)
    {
        if (_lag.IsDue(now))
        {
            await ForAll(replica => replica.Tick());
            await metadata.Replicas.RetryDeletions();
        }

        if (_flush.IsDue(now))
        {
            foreach (var hosted in replicas.Values)
            {
                // Nearly no topic asks for it, and there may be 100,000 replicas.
                if (hosted.Config.FlushInterval < TimeSpan.MaxValue)
                {
                    await hosted.Enter(FlushIfOld);
                }
            }
        }

        if (_highWatermarks.IsDue(now))
        {
            Try(CheckpointHighWatermarks);
        }

        if (_retention.IsDue(now))
        {
            foreach (var hosted in replicas.Values)
            {
                await hosted.Enter(replica => ApplyRetention(replica, hosted.Config));
            }
        }

        if (_recoveryPoints.IsDue(now))
        {
            Try(logs.Checkpoint);
            Try(() => logs.PurgeDeleted());
        }
    }

    // A full disk must not keep the broker from what makes room. A checkpoint that was not written leaves the last one,
    // from which a start verifies more; the next tick that is due writes it.
    private static void Try(Action work)
    {
        try
        {
            work();
        }
        catch (StorageException)
        {
            // Of a log that has failed its replica tells.
        }
    }

    private async Task ForAll(Action<PartitionReplica> work)
    {
        foreach (var hosted in replicas.Values)
        {
            await hosted.Enter(work);
        }
    }

    private void FlushIfOld(PartitionReplica replica) => replica.TryOnLog(
        (log, _) =>
        {
            log.FlushIfOld(services.Time);
            return true;
        },
        out _);

    // Followers retain as well: they may lag behind what the leader has told, and must not grow for it.
    private void ApplyRetention(PartitionReplica replica, TopicConfig config) => replica.TryOnLog(
        (log, highWatermark) => log.ApplyRetention(RetentionLimits.Of(
            config, log.LogStartOffset, highWatermark, Offset.Zero, services.Time)),
        out _);
}
