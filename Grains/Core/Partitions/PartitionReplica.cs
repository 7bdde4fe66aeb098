using System.Diagnostics.CodeAnalysis;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Partitions.Roles;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>
/// One replica of one partition on this broker, in whatever role the controller has committed. Everything that changes
/// it runs on its scheduler, one turn at a time; <see cref="View"/> and <see cref="Watchers"/> are open to any thread.
/// </summary>
public sealed class PartitionReplica
{
    private readonly ReplicaStore _store;
    private readonly ReplicaServices _services;
    private TopicConfig _config;
    private PartitionState? _state;
    private OpenReplica? _open;
    private LeaderReplica? _leader;
    private FollowerReplica? _follower;
    private bool _isClosed;

    // Also read by other threads.
    private ReplicaView _closedView = ReplicaView.Nothing;
    private LogFailure? _failure;

    internal PartitionReplica(TopicIdPartition id, ReplicaStore store, TopicConfig config, ReplicaServices services)
    {
        (Id, _store, _config, _services) = (id, store, config, services);
    }

    public TopicIdPartition Id { get; }

    public TopicPartition Name => _store.Name;

    /// <summary>What readers see. Any thread.</summary>
    public ReplicaView View => Volatile.Read(ref _open)?.View ?? Volatile.Read(ref _closedView);

    /// <summary>Fetches that wait for more. Any thread.</summary>
    public FetchWatchers Watchers { get; } = new();

    /// <summary>Why the log cannot be used; null while it is well.</summary>
    public Exception? Failure => Volatile.Read(ref _failure)?.Cause;

    /// <summary>
    /// The log has failed and somebody may count on it, or come to count on it: the controller must be told.
    /// </summary>
    public bool IsFailureUnsettled => Volatile.Read(ref _failure) is { } failure
        && (_state is not { } state || MayCount(failure, state));

    /// <summary>
    /// The log has failed, nobody counts on it and others lead. Only then may it be thrown away, made anew and fetched
    /// from the leader.
    /// </summary>
    public bool IsWorthless => Volatile.Read(ref _failure) is { } failure
        && _state is { HasLeader: true } state
        && state.Leader != _services.Life.Self
        && !MayCount(failure, state);

    /// <summary>
    /// The last tick found nothing that time alone could change, and nothing has happened since: the next ones can be
    /// left out. What a broker of many idle replicas costs hangs on it. Any thread.
    /// </summary>
    public bool IsAtRest => Volatile.Read(ref _open) is not { Log.Failure: not null }
        && Volatile.Read(ref _leader) is not { IsAtRest: false };

    /// <summary>What was committed last, as far as it has come here.</summary>
    public PartitionState? State => _leader is { IsStopped: false } ? _leader.Committed : _state;

    /// <summary>
    /// The in-sync replicas as this leader has them; null on others. For the simulator and for tests.
    /// </summary>
    internal LeaderReplica? Leader => _leader is { IsStopped: false } ? _leader : null;

    /// <summary>The controller has committed this. Older states than one seen before change nothing.</summary>
    public void Apply(PartitionState state)
    {
        if (_isClosed || (_state is { } current && !_services.Rules.Supersedes(current, state)))
        {
            return;
        }

        var wasUnsettled = IsFailureUnsettled;
        var isNewEpoch = _state is null || state.LeaderEpoch > _state.LeaderEpoch;
        _state = state;
        if (Failure is not null)
        {
            ShowFailure(wasUnsettled);
        }
        else if (isNewEpoch)
        {
            EnterRole(state);
        }
        else
        {
            Leader?.StateCommitted(state);
        }
    }

    public void Configure(TopicConfig config)
    {
        _config = config;
        _open?.Configure(config);
        Leader?.Configure();
    }

    /// <summary>Metadata tells something new of these brokers.</summary>
    public void BrokersChanged(IReadOnlyList<BrokerState> brokers) => Leader?.BrokersChanged(brokers);

    /// <summary>What a leader asks of this replica.</summary>
    public async Task<ReplicaReply> Answer(ReplicaRequest request)
    {
        if (_follower is not { } follower || _open is not { } open)
        {
            return Refuse(request);
        }

        try
        {
            return await follower.Answer(request);
        }
        catch (Exception error) when (IsOfLog(error))
        {
            var outcome = FailUnlessFull(open, error) ? ReplicaOutcome.LogFailed : ReplicaOutcome.DiskFull;
            return ReplyWithoutLog(outcome, _services.Life.Epoch);
        }
    }

    /// <summary>Appends to the log, and waits as the acks ask. Batches are borrowed until the reply.</summary>
    public Task<AppendReply> Append(AppendRequest request)
    {
        var failure = LeadershipCheck(request.CurrentLeaderEpoch);
        if (failure is not AppendFailure.None)
        {
            return Task.FromResult(new AppendReply(failure));
        }

        var open = _open!;
        try
        {
            return new LeaderAppending(_leader!).Append(request);
        }
        catch (Exception error) when (IsOfLog(error))
        {
            var isFailed = FailUnlessFull(open, error);
            return Task.FromResult(new AppendReply(isFailed ? AppendFailure.LogFailed : AppendFailure.DiskFull));
        }
    }

    /// <summary>Whether a request that believes in a leader epoch may be served by this replica as a leader.</summary>
    public AppendFailure LeadershipCheck(LeaderEpoch believed) => Leader is not { } leader
        ? AppendFailure.NotLeader
        : believed == LeaderEpoch.None || believed == leader.Epoch ? AppendFailure.None
        : believed < leader.Epoch ? AppendFailure.FencedLeaderEpoch
        : AppendFailure.UnknownLeaderEpoch;

    /// <summary>Runs a short piece of work on the log as its writer. It gets the log and the high watermark.</summary>
    /// <returns>False when there is no usable log, or it failed meanwhile.</returns>
    public bool TryOnLog<T>(Func<PartitionLog, Offset, T> work, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (_open is not { } open)
        {
            return false;
        }

        try
        {
            var startOffset = open.Log.LogStartOffset;
            result = work(open.Log, open.HighWatermark);
            if (open.Log.LogStartOffset != startOffset)
            {
                Leader?.LogStartMoved();
            }

            return true;
        }
        catch (Exception error) when (IsOfLog(error))
        {
            FailUnlessFull(open, error);
            return false;
        }
    }

    /// <summary>Now and then: who lags, whether the log still stands, what could not be done before.</summary>
    public void Tick()
    {
        if (_isClosed)
        {
            return;
        }

        if (_open?.Log.Failure is { } failure && Failure is null)
        {
            Fail(_open, failure);
        }

        Leader?.Tick();
    }

    /// <summary>Serves no more. The log is closed by who owns the folders.</summary>
    public void Close()
    {
        _isClosed = true;
        LeaveRole(AppendFailure.NotLeader);
        _open?.ShowRole(ReplicaRole.Offline, BrokerId.None, _state?.LeaderEpoch ?? LeaderEpoch.None, Offset.None);
        HideLog();
    }

    private static bool IsOfLog(Exception error) =>
        error is StorageException or LogFailedException or LogCorruptException;

    private void EnterRole(PartitionState state)
    {
        LeaveRole(AppendFailure.NotLeader);
        if (!TryOpen())
        {
            return;
        }

        if (state.Leader == _services.Life.Self)
        {
            Lead(_open!, state);
        }
        else if (state.HasLeader)
        {
            _follower = new(_open!, state);
            _follower.Start();
        }
        else
        {
            _open!.ShowRole(ReplicaRole.Offline, BrokerId.None, state.LeaderEpoch, Offset.None);
        }
    }

    private void LeaveRole(AppendFailure failure)
    {
        _leader?.Stop(failure);
        _follower?.Stop();
        (_leader, _follower) = (null, null);
    }

    private void Lead(OpenReplica open, PartitionState state)
    {
        if (!_services.Rules.MayOpenEpoch(state.LeaderEpoch, open.Log.Epochs.LatestEpoch))
        {
            open.ShowRole(ReplicaRole.Offline, BrokerId.None, state.LeaderEpoch, Offset.None);
            _services.Events.LeaderResigned(Id, state.LeaderEpoch, "a former life of this broker led the epoch");
            return;
        }

        try
        {
            open.Log.BeginLeaderEpoch(state.LeaderEpoch);
        }
        catch (LogFailedException error)
        {
            Fail(open, error);
            return;
        }

        _leader = new(open, state, error => Fail(open, error));
        _leader.Start();
    }

    private bool TryOpen()
    {
        if (_open is not null)
        {
            return true;
        }

        try
        {
            var log = _store.Open(_services.Time, LogSettings.Of(_config));
            var open = new OpenReplica(Id, log, _config, Watchers, _services);
            open.Restore(_store.SavedHighWatermark());
            Volatile.Write(ref _open, open);
            return true;
        }
        catch (Exception error) when (IsOfLog(error))
        {
            Fail(null, error);
            return false;
        }
    }

    private bool MayCount(LogFailure failure, PartitionState state) =>
        _services.Rules.MayFailedLogCount(failure.LastEpoch, state, _services.Life.Self);

    // A full disk leaves the log as it was, as long as the log itself says so. False: nothing has failed.
    private bool FailUnlessFull(OpenReplica open, Exception error)
    {
        if (error is StorageException { Kind: StorageErrorKind.DiskFull } && open.Log.Failure is null)
        {
            return false;
        }

        Fail(open, error);
        return true;
    }

    private void Fail(OpenReplica? failed, Exception cause)
    {
        // A failure of a log that was given up since is nobody's any more.
        if (_isClosed || Failure is not null || !ReferenceEquals(failed, _open))
        {
            return;
        }

        // A log that was never open has told nobody anything.
        Volatile.Write(ref _failure, new(cause, failed is null ? LeaderEpoch.None : _state!.LeaderEpoch));
        LeaveRole(AppendFailure.LogFailed);
        _open?.ShowRole(ReplicaRole.Offline, BrokerId.None, _state?.LeaderEpoch ?? LeaderEpoch.None, Offset.None);
        HideLog();
        _services.Events.LogFailed(Id, cause);
    }

    // The committed state may count on it again: after an election that an operator has asked for.
    private void ShowFailure(bool wasUnsettled)
    {
        if (!wasUnsettled && IsFailureUnsettled)
        {
            _services.Events.LogFailed(Id, Failure!);
        }
    }

    private void HideLog()
    {
        Volatile.Write(ref _closedView, View with { Log = null });
        Volatile.Write(ref _open, null);
        Watchers.Signal();
    }

    private ReplicaReply Refuse(ReplicaRequest request)
    {
        var epoch = _state?.LeaderEpoch ?? LeaderEpoch.None;
        var outcome = _services.Rules.Fence(epoch, _state?.Leader ?? BrokerId.None, request);
        if (outcome is ReplicaOutcome.Done)
        {
            // In this very epoch it leads itself, or its log has failed. Or it was closed, with its broker: then nobody
            // has deposed who asks, and a leader that took it so would leave the partition without one.
            outcome = Failure is not null ? ReplicaOutcome.LogFailed
                : _state?.Leader == _services.Life.Self ? ReplicaOutcome.FencedLeaderEpoch
                : ReplicaOutcome.UnknownLeaderEpoch;
        }

        return ReplyWithoutLog(outcome, _services.Life.Epoch);
    }

    internal static ReplicaReply ReplyWithoutLog(ReplicaOutcome outcome, BrokerEpoch epoch) =>
        new(outcome, epoch, LeaderEpoch.None, Offset.None, Offset.None, Offset.None);
}
