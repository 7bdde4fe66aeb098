using Cloud.Core.Groups.Offsets;
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
    private CoordinatorSession? _session;
    private TopicCatalog _topics = TopicCatalog.Empty;
    private LeaderEpoch _epoch = LeaderEpoch.None;

    public CoordinatorPhase Phase { get; private set; } = CoordinatorPhase.NotLeader;

    /// <summary>What the last loading came upon.</summary>
    public ReplayNotes LastReplay { get; private set; }

    /// <summary>
    /// Loads the groups; until that is done, requests are told so. An older epoch than the last is nothing.
    /// </summary>
    /// <exception cref="Exception">The log could not be read; <see cref="Phase"/> is then failed.</exception>
    public async Task BecomeLeader(LeaderEpoch epoch)
    {
        if (epoch > _epoch)
        {
            _epoch = epoch;
            await Load();
        }
    }

    /// <summary>Another leads, or nobody: whoever waits here is told to look for it.</summary>
    public void Resign(LeaderEpoch epoch)
    {
        if (epoch >= _epoch)
        {
            _epoch = epoch;
            Phase = CoordinatorPhase.NotLeader;
            Drop(KafkaError.NotCoordinator);
        }
    }

    /// <summary>Loads once more what could not be read.</summary>
    public Task Retry() => Phase is CoordinatorPhase.Failed ? Load() : Task.CompletedTask;

    /// <summary>Topics and partitions have changed. Groups notice when their members are next heard.</summary>
    public void Learn(TopicCatalog topics)
    {
        _topics = topics;
        _session?.Learn(topics);
    }

    /// <summary>
    /// To be called a few times a second: session, rebalance and retention times are looked at here only.
    /// </summary>
    public void Tick() => _session?.Tick();

    /// <summary>A request about one group, of those that <see cref="GroupRequests"/> names.</summary>
    public Task<IResponse> Handle(IRequest request, RequestContext context) =>
        _session?.Handle(request, context) ?? Task.FromResult(GroupRequests.Refuse(request, Refusal));

    public Task<OffsetFetchResponse.Group> FetchOffsets(OffsetFetchRequest.Group request) => Step(
        (machine, _, _) => machine.FetchOffsets(request),
        error => OffsetFetches.Refuse(request.GroupId, error));

    public Task<KafkaError> DeleteGroup(string groupId) => Step(
        (machine, now, output) => machine.DeleteGroup(groupId, now, output),
        error => error);

    /// <summary>These topics are deleted, by record and not by mere absence: their offsets go.</summary>
    public Task<KafkaError> TopicsDeleted(IReadOnlySet<string> names) => Step(
        (machine, now, output) =>
        {
            machine.TopicsDeleted(names, now, output);
            return KafkaError.None;
        },
        error => error);

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
        Phase = CoordinatorPhase.Loading;
        var epoch = _epoch;
        var machine = new GroupMachine(options);
        using var replay = new OffsetsLogReplay(machine);
        try
        {
            await foreach (var batches in log.ReadAll(epoch))
            {
                if (epoch != _epoch)
                {
                    // Leadership went, or began anew: somebody else loads.
                    return;
                }

                replay.Replay(batches.Span);
            }
        }
        catch (Exception) when (epoch != _epoch || Phase is not CoordinatorPhase.Loading)
        {
            return;
        }
        catch (Exception)
        {
            Phase = CoordinatorPhase.Failed;
            throw;
        }

        if (epoch == _epoch && Phase is CoordinatorPhase.Loading)
        {
            Begin(machine, replay.Notes);
        }
    }

    private void Begin(GroupMachine machine, ReplayNotes notes)
    {
        LastReplay = notes;
        machine.Topics = _topics;
        machine.Start(Instant.From(clock.GetUtcNow()));
        _session = new(machine, log, _epoch, clock, OnFailed);
        Phase = CoordinatorPhase.Active;
    }

    private void OnFailed(CoordinatorSession session)
    {
        if (ReferenceEquals(session, _session))
        {
            _ = Reload();
        }
    }

    private async Task Reload()
    {
        try
        {
            await Load();
        }
        catch (Exception)
        {
            // The phase says so, and whoever hosts the coordinator tries again.
        }
    }

    private void Drop(KafkaError error)
    {
        var session = _session;
        _session = null;
        session?.Close(error);
    }
}
