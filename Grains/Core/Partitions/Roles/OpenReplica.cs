using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Replication;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>
/// What a replica keeps through all its roles: the open log, the high watermark, and the view that readers see.
/// Written by the replica's roles, one at a time, on its scheduler.
/// </summary>
internal sealed class OpenReplica(
    TopicIdPartition id, PartitionLog log, TopicConfig config, FetchWatchers watchers, ReplicaServices services)
{
    private ReplicaView _view = ReplicaView.Nothing;

    public TopicIdPartition Id => id;

    public PartitionLog Log => log;

    public ReplicaServices Services => services;

    public TopicConfig Config { get; private set; } = config;

    public Offset HighWatermark { get; private set; }

    public LogPosition Position => new(log.Epochs.LatestEpoch, log.LogStartOffset, log.LogEndOffset);

    // Read by any thread.
    public ReplicaView View => Volatile.Read(ref _view);

    /// <summary>On opening: what was known before, as far as the log goes.</summary>
    public void Restore(Offset highWatermark)
    {
        HighWatermark = services.Rules.FirstHighWatermark(highWatermark, log.LogStartOffset, log.LogEndOffset);
        log.Producers.AdvanceHighWatermark(HighWatermark);
    }

    public void Configure(TopicConfig config)
    {
        Config = config;
        log.Settings = LogSettings.Of(config);
    }

    /// <summary>Also downwards, when a log was cut or emptied.</summary>
    public void SetHighWatermark(Offset highWatermark)
    {
        Invariant.Holds(highWatermark <= log.LogEndOffset);
        if (highWatermark == HighWatermark)
        {
            return;
        }

        HighWatermark = highWatermark;
        log.Producers.AdvanceHighWatermark(highWatermark);
        Publish(View);
        services.NoteHighWatermark();
        watchers.Signal();
        services.Events.HighWatermarkMoved(id, highWatermark);
    }

    /// <summary>Shows readers another role.</summary>
    public void ShowRole(ReplicaRole role, BrokerId leader, LeaderEpoch epoch, Offset epochStartOffset)
    {
        Publish(View with
        {
            Role = role,
            Leader = leader,
            LeaderEpoch = epoch,
            EpochStartOffset = epochStartOffset,
        });
        services.NoteHighWatermark();
        watchers.Signal();
        services.Events.LeadershipChanged(id, View);
    }

    /// <summary>Batches of new epochs may have come, or the history was cut.</summary>
    public void RefreshEpochs()
    {
        if (!View.Epochs.Entries.SequenceEqual(log.Epochs.Entries))
        {
            Publish(View);
        }
    }

    private void Publish(ReplicaView basis)
    {
        Volatile.Write(ref _view, basis with
        {
            HighWatermark = HighWatermark,
            LastStableOffset = log.Producers.LastStableOffset(HighWatermark),
            Log = log,
            Epochs = basis.Epochs.Entries.SequenceEqual(log.Epochs.Entries) ? basis.Epochs : CopyOfEpochs(),
        });
    }

    private LeaderEpochCache CopyOfEpochs()
    {
        var copy = new LeaderEpochCache();
        var isCopied = copy.TryReplaceWith(log.Epochs.Entries);
        Invariant.Holds(isCopied);
        return copy;
    }
}
