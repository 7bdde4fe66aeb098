using System.Collections.Immutable;
using Cloud.Core.Replication;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>A consumer of KIP-848: sends heartbeats, gives up what it is told to and says so, reads, commits.</summary>
internal sealed class ConsumerMemberModel : ISimulatedMember
{
    private const short HeartbeatVersion = 1;
    private const int LeaveEpoch = -1;

    private readonly GroupWorld _world;
    private readonly MemberProgress _progress;
    private readonly string _memberId;
    private int _epoch;
    private bool _mustTellAll = true;
    private bool _isLeaving;

    public ConsumerMemberModel(GroupWorld world, string name)
    {
        _world = world;
        _memberId = name;
        Process = world.World.AddProcess(name);
        _progress = new(world, Process);
    }

    public SimulatedProcess Process { get; }

    public IReadOnlyCollection<int> Owned => _progress.Owned;

    public void Start() => Process.Run(Live).ContinueWith(
        done => _world.World.Check(!done.IsFaulted, $"{Process.Name} goes on: {done.Exception?.InnerException}"),
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        Process);

    public void Leave() => _isLeaving = true;

    private async Task<bool> Live()
    {
        var clock = new SimulatedClock(Process);
        while (!_isLeaving || _epoch > 0)
        {
            try
            {
                await Turn();
            }
            catch (Exception error) when (error is TimeoutException or ReplicaUnavailableException)
            {
                // What was lost on its way is said again.
                _mustTellAll = true;
            }

            await Task.Delay(_world.World.Between(100, 500), clock);
        }

        return true;
    }

    private async Task Turn()
    {
        var broker = _world.FindCoordinator();
        if (_isLeaving)
        {
            await Beat(broker, LeaveEpoch);
            Fence();
            return;
        }

        _progress.Read();
        if (_world.World.Chance(0.2))
        {
            _progress.CommitLate(broker, _memberId, _epoch);
        }
        else
        {
            await _progress.Commit(broker, _memberId, _epoch);
        }

        var answer = await Beat(broker, _epoch);
        if (answer.Error is not KafkaError.None || answer.Assignment is not null)
        {
            _world.World.Note($"{Process.Name} hears of broker-{broker}: {answer.Error}, epoch {answer.MemberEpoch}");
        }

        switch (answer.Error)
        {
            case KafkaError.None:
                await Take(broker, answer);
                break;
            case KafkaError.FencedMemberEpoch or KafkaError.UnknownMemberId or KafkaError.GroupIdNotFound:
                Fence();
                break;
            default:
                _mustTellAll = true;
                break;
        }
    }

    // Its commits of a former epoch are over with the answer, and what is taken from it must not be committed any more.
    private async Task Take(int broker, ConsumerGroupHeartbeatResponse answer)
    {
        _epoch = answer.MemberEpoch;
        _mustTellAll = false;
        if (answer.Assignment is not { } assignment)
        {
            return;
        }

        int[] assigned = [.. assignment.TopicPartitions.SelectMany(topic => topic.Partitions)];
        var gone = _progress.Owned.Except(assigned).ToList();
        if (gone.Count > 0)
        {
            await _progress.Commit(broker, _memberId, _epoch);
            _progress.Forget(gone);
        }

        int[] come = [.. assigned.Except(_progress.Owned)];
        if (!await _progress.Begin(broker, come, _memberId, _epoch))
        {
            // Without offsets it reads nothing of them; it hears of them again.
            _mustTellAll = true;
            return;
        }

        _mustTellAll = gone.Count > 0;
    }

    private void Fence()
    {
        _progress.ForgetAll();
        (_epoch, _mustTellAll) = (0, true);
    }

    private Task<ConsumerGroupHeartbeatResponse> Beat(int broker, int epoch) =>
        _world.Ask<ConsumerGroupHeartbeatResponse>(
            Process,
            broker,
            new ConsumerGroupHeartbeatRequest
            {
                GroupId = GroupWorld.Group,
                MemberId = _memberId,
                MemberEpoch = epoch,
                RebalanceTimeout =
                    _mustTellAll ? GroupWorld.RebalanceTimeout : TimeSpan.FromMilliseconds(-1),
                SubscribedTopicNames = _mustTellAll ? ImmutableArray.Create(GroupWorld.Topic) : null,
                TopicPartitions = _mustTellAll ? Told() : null,
            },
            HeartbeatVersion);

    private ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList> Told() => _progress.Owned.Count == 0
        ? ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList>.Empty
        : ImmutableArray.Create(new ConsumerGroupHeartbeatRequest.TopicPartitionList
        {
            TopicId = _world.TopicId,
            Partitions = [.. _progress.Owned],
        });
}
