using Cloud.Core.Groups.Offsets;
using Cloud.Core.Replication;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>
/// Coordinates the groups of one partition of <c>__consumer_offsets</c> while its broker leads that partition. Answers
/// are released when what they rest on is committed; a failed append drops all state and loads it anew. Used on its
/// host's scheduler only.
/// </summary>
public sealed class GroupCoordinator(GroupOptions options, IOffsetsLog log, TimeProvider clock)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _deletedWhileLoading = new(StringComparer.Ordinal);
    private CoordinatorSession? _session;
    private Moment _retryTime;
    private TopicCatalog _topics = TopicCatalog.Empty;

    public CoordinatorPhase Phase { get; private set; } = CoordinatorPhase.NotLeader;

    /// <summary>Called after each change of <see cref="Phase"/>, on the coordinator's scheduler.</summary>
    public Action? PhaseChanged { get; init; }

    /// <summary>The latest that was told.</summary>
    public LeaderEpoch Epoch { get; private set; } = LeaderEpoch.None;

    /// <summary>What the last loading came upon.</summary>
    public ReplayNotes LastReplay { get; private set; }

    /// <summary>Why the log could not be read; null unless <see cref="Phase"/> says so.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>
    /// Loads the groups; until that is done, requests are told so. An older epoch than the last is nothing.
    /// </summary>
    public Task BecomeLeader(LeaderEpoch epoch)
    {
        if (epoch <= Epoch)
        {
            return Task.CompletedTask;
        }

        Epoch = epoch;
        return Load();
    }

    /// <summary>Another leads, or nobody: whoever waits here is told to look for it.</summary>
    public void Resign(LeaderEpoch epoch)
    {
        if (epoch >= Epoch)
        {
            Epoch = epoch;
            _deletedWhileLoading.Clear();
            Drop(KafkaError.NotCoordinator);
            Enter(CoordinatorPhase.NotLeader);
        }
    }

    /// <summary>Topics and partitions have changed. Groups notice when their members are next heard.</summary>
    public void Learn(TopicCatalog topics)
    {
        _topics = topics;
        _session?.Learn(topics);
    }

    /// <summary>
    /// To be called a few times a second: session, rebalance and retention times are looked at here only. A log that
    /// could not be read is loaded once more.
    /// </summary>
    public Task Tick()
    {
        _session?.Tick();
        return Phase is CoordinatorPhase.Failed && Moment.Of(clock) >= _retryTime ? Load() : Task.CompletedTask;
    }

    /// <summary>A tick before this finds nothing to do.</summary>
    public Moment NextTick => _session?.NextTick
        ?? (Phase is CoordinatorPhase.Failed ? _retryTime : new Moment(long.MaxValue));

    /// <summary>A request about one group, of those that <see cref="GroupRequests"/> names.</summary>
    public Task<IResponse> Handle(IRequest request, RequestContext context) =>
        _session?.Handle(request, context) ?? Task.FromResult(GroupRequests.Refuse(request, Refusal));

    /// <param name="requireStable">Refuse offsets that an open transaction may replace.</param>
    public Task<OffsetFetchResponse.Group> FetchOffsets(OffsetFetchRequest.Group request, bool requireStable) => Step(
        (machine, _, _) => machine.FetchOffsets(request, requireStable),
        error => OffsetFetches.Refuse(request.GroupId, error));

    public Task<KafkaError> DeleteGroup(string groupId) => Step(
        (machine, now, output) => machine.DeleteGroup(groupId, now, output),
        error => error);

    /// <summary>
    /// These topics are deleted, by record and not by mere absence: their offsets go. A coordinator that loads does it
    /// before it answers anybody: whoever reads a topic of the same name must not begin where the old one ended.
    /// </summary>
    public void TopicsDeleted(IReadOnlySet<string> names)
    {
        if (_session is { } session)
        {
            session.Do((machine, now, output) => machine.TopicsDeleted(names, now, output));
        }
        else if (Phase is CoordinatorPhase.Loading or CoordinatorPhase.Failed)
        {
            _deletedWhileLoading.UnionWith(names);
        }
    }

    /// <summary>A look at groups and offsets, as they are once all that is in flight is committed.</summary>
    public Task<Result<TAnswer>> Read<TAnswer>(Func<GroupMachine, TAnswer> read) => Step(
        (machine, _, _) => Result<TAnswer>.Ok(read(machine)),
        error => Result<TAnswer>.Failed(error));

    private KafkaError Refusal => Phase switch
    {
        CoordinatorPhase.Loading => KafkaError.CoordinatorLoadInProgress,
        CoordinatorPhase.Failed => KafkaError.CoordinatorNotAvailable,
        _ => KafkaError.NotCoordinator,
    };

    private Task<TAnswer> Step<TAnswer>(
        Func<GroupMachine, Instant, GroupOutput, TAnswer> step, Func<KafkaError, TAnswer> refuse) =>
        _session?.Step(step, refuse) ?? Task.FromResult(refuse(Refusal));

    private async Task Load()
    {
        Drop(KafkaError.CoordinatorLoadInProgress);
        Enter(CoordinatorPhase.Loading);
        var epoch = Epoch;
        var machine = new GroupMachine(options);
        using var replay = new OffsetsLogReplay(machine);
        try
        {
            await foreach (var batches in log.ReadAll(epoch))
            {
                if (!IsLoading(epoch))
                {
                    // Leadership went, or began anew: somebody else loads.
                    return;
                }

                replay.Replay(batches.Span);
            }
        }
        catch (Exception error)
        {
            if (IsLoading(epoch))
            {
                FailLoading(error);
            }

            return;
        }

        if (IsLoading(epoch))
        {
            Begin(machine, replay.Notes);
        }
    }

    private bool IsLoading(LeaderEpoch epoch) => epoch == Epoch && Phase is CoordinatorPhase.Loading;

    private void Begin(GroupMachine machine, ReplayNotes notes)
    {
        LastReplay = notes;
        machine.Topics = _topics;
        var time = new SessionClock(clock);
        machine.Start(time.Now);
        var session = new CoordinatorSession(machine, log, Epoch, options.Compression, time, OnFailed);
        _session = session;
        if (_deletedWhileLoading.Count > 0)
        {
            TopicsDeleted(_deletedWhileLoading.ToHashSet(StringComparer.Ordinal));
        }

        // Unless the log has refused that at once: then it is still to be done when the log is loaded again.
        if (ReferenceEquals(session, _session))
        {
            _deletedWhileLoading.Clear();
            Enter(CoordinatorPhase.Active);
        }
    }

    private void FailLoading(Exception cause)
    {
        (Failure, _retryTime) = (cause, Moment.Of(clock).Plus(RetryPause));
        Enter(CoordinatorPhase.Failed);
    }

    private void Enter(CoordinatorPhase phase)
    {
        Phase = phase;
        Failure = phase is CoordinatorPhase.Failed ? Failure : null;
        PhaseChanged?.Invoke();
    }

    private void OnFailed(CoordinatorSession session)
    {
        if (!ReferenceEquals(session, _session))
        {
            return;
        }

        if (Phase is CoordinatorPhase.Loading)
        {
            // To load again at once would come to the same.
            _session = null;
            FailLoading(new IOException("The log takes no records: offsets of topics that were deleted stay for now."));
            return;
        }

        _ = Load();
    }

    private void Drop(KafkaError error)
    {
        var session = _session;
        _session = null;
        session?.Close(error);
    }
}
