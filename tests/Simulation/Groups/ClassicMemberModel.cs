using Cloud.Core.Replication;
using Cloud.Protocol.Assignors;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>
/// A consumer of the classic protocol: joins, leads where it is told to, reads, commits, joins again.
/// </summary>
internal sealed class ClassicMemberModel : ISimulatedMember
{
    private const short JoinVersion = 5;
    private const short SyncVersion = 3;

    private readonly GroupWorld _world;
    private readonly MemberProgress _progress;
    private string _memberId = "";
    private bool _isLeaving;

    public ClassicMemberModel(GroupWorld world, string name)
    {
        _world = world;
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
        while (!_isLeaving)
        {
            try
            {
                await JoinAndRead(clock);
            }
            catch (Exception error) when (error is TimeoutException or ReplicaUnavailableException)
            {
                // Asked again, perhaps somebody else.
            }

            _progress.ForgetAll();
            await Task.Delay(_world.World.Between(5, 100), clock);
        }

        return true;
    }

    private async Task JoinAndRead(SimulatedClock clock)
    {
        var broker = _world.FindCoordinator();
        var joined = await Join(broker);
        if (joined.Error is KafkaError.MemberIdRequired)
        {
            _memberId = joined.MemberId;
            joined = await Join(broker);
        }

        _world.World.Note($"{Process.Name} joins at broker-{broker}: {joined.Error}, generation {joined.GenerationId}");
        if (joined.Error is not KafkaError.None)
        {
            ForgetIdAfter(joined.Error);
            return;
        }

        _memberId = joined.MemberId;
        var synced = await Sync(broker, joined);
        if (synced.Error is not KafkaError.None
            || !VersionedMessages.TryRead<ConsumerProtocolAssignment>(synced.Assignment, 0, out var assignment, out _))
        {
            ForgetIdAfter(synced.Error);
            return;
        }

        int[] owned = [.. assignment!.AssignedPartitions.SelectMany(topic => topic.Partitions)];
        if (await _progress.Begin(broker, owned, memberId: null, epoch: -1))
        {
            await Read(broker, joined.GenerationId, clock);
        }
    }

    private Task<JoinGroupResponse> Join(int broker) => _world.Ask<JoinGroupResponse>(
        Process,
        broker,
        new JoinGroupRequest
        {
            GroupId = GroupWorld.Group,
            MemberId = _memberId,
            SessionTimeout = GroupWorld.SessionTimeout,
            RebalanceTimeout = GroupWorld.RebalanceTimeout,
            ProtocolType = "consumer",
            Protocols =
            [
                new()
                {
                    Name = "range",
                    Metadata = VersionedMessages.Write(
                        new ConsumerProtocolSubscription { Topics = [GroupWorld.Topic] }, version: 0),
                },
            ],
        },
        JoinVersion);

    private Task<SyncGroupResponse> Sync(int broker, JoinGroupResponse joined) => _world.Ask<SyncGroupResponse>(
        Process,
        broker,
        new SyncGroupRequest
        {
            GroupId = GroupWorld.Group,
            MemberId = _memberId,
            GenerationId = joined.GenerationId,
            Assignments = joined.Leader == _memberId ? [.. Assign(joined)] : [],
        },
        SyncVersion);

    private static IEnumerable<SyncGroupRequest.RequestAssignment> Assign(JoinGroupResponse joined)
    {
        var assignment = Assignor.Range.Assign(new(
            [.. joined.Members.Select(member => new AssignorMember(member.MemberId) { Topics = [GroupWorld.Topic] })],
            [new(GroupWorld.Topic, GroupWorld.PartitionCount)]));
        return joined.Members.Select(member => new SyncGroupRequest.RequestAssignment
        {
            MemberId = member.MemberId,
            Assignment = VersionedMessages.Write(
                new ConsumerProtocolAssignment
                {
                    AssignedPartitions =
                    [
                        new()
                        {
                            Topic = GroupWorld.Topic,
                            Partitions = [.. assignment[member.MemberId].Select(partition => partition.Partition)],
                        },
                    ],
                },
                version: 0),
        });
    }

    private async Task Read(int broker, int generation, SimulatedClock clock)
    {
        while (true)
        {
            await Task.Delay(_world.World.Between(100, 400), clock);
            _progress.Read();
            if (_world.World.Chance(0.2))
            {
                _progress.CommitLate(broker, _memberId, generation);
            }

            var committed = await _progress.Commit(broker, _memberId, generation);
            var beat = _isLeaving ? await LeaveGroup(broker) : await Beat(broker, generation);
            if (_isLeaving || committed is not KafkaError.None || beat is not KafkaError.None)
            {
                _world.World.Note($"{Process.Name} ends generation {generation}: commit {committed}, heartbeat {beat}");
                ForgetIdAfter(committed);
                ForgetIdAfter(beat);
                return;
            }
        }
    }

    private async Task<KafkaError> Beat(int broker, int generation) => (await _world.Ask<HeartbeatResponse>(
        Process,
        broker,
        new HeartbeatRequest { GroupId = GroupWorld.Group, MemberId = _memberId, GenerationId = generation },
        version: 3)).Error;

    private async Task<KafkaError> LeaveGroup(int broker) => (await _world.Ask<LeaveGroupResponse>(
        Process,
        broker,
        new LeaveGroupRequest { GroupId = GroupWorld.Group, MemberId = _memberId },
        version: 1)).Error;

    private void ForgetIdAfter(KafkaError error) =>
        _memberId = error is KafkaError.UnknownMemberId or KafkaError.FencedInstanceId ? "" : _memberId;
}
