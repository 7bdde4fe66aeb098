using Cloud.Core.Groups.Coordinator;
using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Groups.Hosting;

/// <summary>
/// The coordinator of one partition of <c>__consumer_offsets</c> and the scheduler that its turns run on. Any thread
/// enters; leadership is told on the broker's scheduler only.
/// </summary>
internal sealed class HostedCoordinator
{
    private static readonly LeaderEpoch AfterAll = new(int.MaxValue);

    private readonly int _partition;
    private readonly IGroupEvents _events;
    private readonly ExclusiveTurns _turns;
    private readonly GroupCoordinator _coordinator;
    private LeaderEpoch _ledEpoch = LeaderEpoch.None;

    // Also read by the broker's tick.
    private long _nextTick = long.MaxValue;

    public HostedCoordinator(
        int partition,
        GroupOptions options,
        IOffsetsLog log,
        TimeProvider clock,
        TaskScheduler? scheduler,
        IGroupEvents events)
    {
        (_partition, _events, _turns) = (partition, events, new(scheduler));
        _coordinator = new(options, log, clock) { PhaseChanged = OnPhaseChanged };
    }

    public bool IsDue(Moment now) => now.Milliseconds >= Volatile.Read(ref _nextTick);

    public void Lead(LeaderEpoch epoch)
    {
        if (epoch != _ledEpoch)
        {
            _ledEpoch = epoch;
            _ = Do(coordinator => _ = coordinator.BecomeLeader(epoch));
        }
    }

    /// <summary>Another leads in this epoch, or nobody.</summary>
    public Task Resign(LeaderEpoch epoch)
    {
        if (_ledEpoch == LeaderEpoch.None)
        {
            return Task.CompletedTask;
        }

        _ledEpoch = LeaderEpoch.None;
        return Do(coordinator => coordinator.Resign(epoch));
    }

    /// <summary>There is no such partition any more, or the broker ends.</summary>
    public Task Close() => Resign(AfterAll);

    public void Learn(TopicCatalog topics, IReadOnlySet<string> deletedNames) => _ = Do(coordinator =>
    {
        coordinator.Learn(topics);
        if (deletedNames.Count > 0)
        {
            coordinator.TopicsDeleted(deletedNames);
        }
    });

    public void Tick() => _ = Do(coordinator => _ = coordinator.Tick());

    public Task<T> Enter<T>(Func<GroupCoordinator, Task<T>> work) => _turns.Run(_coordinator, coordinator =>
    {
        var outcome = work(coordinator);
        PublishNextTick();
        return outcome;
    });

    private Task Do(Action<GroupCoordinator> work) => Enter(coordinator =>
    {
        work(coordinator);
        return Task.FromResult(true);
    });

    private void OnPhaseChanged()
    {
        PublishNextTick();
        switch (_coordinator.Phase)
        {
            case CoordinatorPhase.Active:
                _events.GroupsLoaded(_partition, _coordinator.Epoch, _coordinator.LastReplay);
                break;
            case CoordinatorPhase.Failed:
                _events.LoadingFailed(_partition, _coordinator.Epoch, _coordinator.Failure!);
                break;
            case CoordinatorPhase.NotLeader:
                _events.GroupsDropped(_partition);
                break;
        }
    }

    private void PublishNextTick() => Volatile.Write(ref _nextTick, _coordinator.NextTick.Milliseconds);
}
