using Cloud.Core.Replication;
using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>What a broker does with the passing of time. On the broker's scheduler, one tick after the other.</summary>
internal sealed class BrokerUpkeep(
    HostedReplicas replicas,
    LogManager logs,
    ReplicaServices services,
    BrokerMaintenance maintenance,
    BrokerOptions options)
{
    private readonly Cadence _lag = new(services.Options.LagTimeMax / 2);
    private readonly Cadence _highWatermarks = new(options.HighWatermarkCheckpointInterval);
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
        if (!services.TakeHighWatermarksMoved())
        {
            return;
        }

        foreach (var folder in logs.Folders)
        {
            try
            {
                CheckpointHighWatermarks(folder);
            }
            catch (StorageException error)
            {
                // An old high watermark costs a follower a look at its leader, and nothing else.
                services.NoteHighWatermark();
                services.Events.MaintenanceFailed(new(Partition: null, error));
            }
        }
    }

    private void CheckpointHighWatermarks(DataFolder folder)
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

        foreach (var hosted in replicas.All)
        {
            var (name, view) = (hosted.Replica.Name, hosted.Replica.View);
            if (view.LeaderEpoch != LeaderEpoch.None && folder.Contains(name))
            {
                offsets[name] = view.HighWatermark;
            }
        }

        var entries = offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value));
        folder.CheckpointHighWatermarks([.. entries]);
    }

    private async Task DoWhatIsDue(BrokerMetadata metadata, Moment now)
    {
        if (_lag.IsDue(now))
        {
            foreach (var hosted in replicas.All)
            {
                if (!hosted.Replica.IsAtRest)
                {
                    await hosted.Enter(replica => replica.Tick());
                }
            }

            await metadata.Replicas.RetryDeletions();
        }

        if (_highWatermarks.IsDue(now))
        {
            CheckpointHighWatermarks();
        }

        await maintenance.Tick(now);
    }
}
