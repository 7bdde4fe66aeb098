using Cloud.Core.Groups;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using FsCheck;
using FsCheck.Fluent;
using static Cloud.Unit.Groups.Classic.ClassicStory;

namespace Cloud.Unit.Groups.Classic;

/// <summary>Members that join, sync, go silent and leave at random, while the coordinator moves.</summary>
public sealed class RandomClassicTests
{
    private const int StepCount = 150;
    private const int PartitionCount = 4;

    [Fact]
    public void No_partition_has_two_owners_who_can_commit_and_each_has_one_in_the_end() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll<int>(Run));

    private static void Run(int seed)
    {
        var run = new RandomMembers(new Random(seed));
        for (var step = 0; step < StepCount; step++)
        {
            run.Step();
            run.AssertOwnersAreApart();
        }

        run.Quiet();
        run.AssertEachPartitionHasOneOwner();
    }

    private sealed class RandomMembers(Random random)
    {
        private readonly GroupFixture _group = new();
        private readonly List<RandomMember> _members = [];
        private readonly Dictionary<int, long> _committed = [];
        private int _lastGeneration;

        public void Step()
        {
            switch (random.Next(14))
            {
                case 0 when _members.Count < 6:
                    _members.Add(new(_group, random.Next(3) == 0 ? $"i{_members.Count}" : null));
                    break;
                case 1 when random.Next(2) == 0:
                    Any()?.Leave();
                    break;
                case 2:
                    _group.Wait(TimeSpan.FromSeconds(random.Next(1, 12)));
                    break;
                case 3 when random.Next(4) == 0:
                    _group.Reload();
                    _members.ForEach(member => member.ConnectionIsLost());
                    _lastGeneration = 0;
                    break;
                case 4:
                    Commit();
                    break;
                default:
                    Any()?.Act();
                    break;
            }
        }

        public void AssertOwnersAreApart()
        {
            if (_group.Machine.Store.FindClassic(GroupFixture.Group) is not { } group)
            {
                return;
            }

            Assert.True(group.Generation >= _lastGeneration);
            _lastGeneration = group.Generation;
            var owned = _members
                .Where(member => member.Generation == group.Generation && group.Find(member.Id) is not null)
                .SelectMany(member => member.Owned)
                .ToList();
            Assert.Equal(owned.Count, owned.Distinct().Count());
            Assert.All(_committed, pair => Assert.Equal(pair.Value, _group.Fetch(pair.Key).CommittedOffset.Value));
        }

        public void Quiet()
        {
            for (var round = 0; round < 60; round++)
            {
                // Twice a session: whoever is gone is noticed, and whoever is there is heard.
                _members.ForEach(member => member.Act());
                _members.ForEach(member => member.Act());
                _group.Wait(Session / 2);
            }
        }

        public void AssertEachPartitionHasOneOwner()
        {
            var living = _members.Where(member => !member.IsGone).ToList();
            if (living.Count > 0)
            {
                Assert.All(
                    living, member => Assert.Equal(KafkaError.None, _group.Heartbeat(member.Id, member.Generation)));
                Assert.Equal(Enumerable.Range(0, PartitionCount), living.SelectMany(member => member.Owned).Order());
            }
        }

        private void Commit()
        {
            if (Any() is { Owned.Length: > 0 } member)
            {
                var partition = member.Owned[0];
                var offset = _committed.GetValueOrDefault(partition) + 1;
                var answer = _group.Ask<OffsetCommitResponse>(
                    GroupFixture.Commit(member.Id, member.Generation, offset, partition));
                if (answer.Topics[0].Partitions[0].Error is KafkaError.None)
                {
                    _committed[partition] = offset;
                }
            }
        }

        private RandomMember? Any()
        {
            var living = _members.Where(member => !member.IsGone).ToList();
            return living.Count == 0 ? null : living[random.Next(living.Count)];
        }
    }

    /// <summary>A client of the eager protocol: gives up everything before it joins again.</summary>
    private sealed class RandomMember(GroupFixture group, string? instanceId)
    {
        private Ticket? _join;
        private Ticket? _sync;
        private bool _isIn;

        public string Id { get; private set; } = "";

        public int Generation { get; private set; }

        public int[] Owned { get; private set; } = [];

        public bool IsGone { get; private set; }

        public void Act()
        {
            if (IsGone)
            {
                return;
            }

            if (_join is { } join)
            {
                TakeJoin(join);
            }
            else if (_sync is { } sync)
            {
                TakeSync(sync);
            }
            else if (_isIn)
            {
                Take(group.Heartbeat(Id, Generation));
            }
            else
            {
                Owned = [];
                _join = group.Send(JoinRequest(Id, instanceId));
            }
        }

        public void Leave()
        {
            Owned = [];
            group.Leave((Id, instanceId));
            IsGone = true;
        }

        public void ConnectionIsLost()
        {
            // Answers that were on their way are lost, and it asks again.
            _isIn &= _join is null && _sync is null;
            _join = null;
            _sync = null;
        }

        private void TakeJoin(Ticket ticket)
        {
            if (group.IsWaiting(ticket))
            {
                return;
            }

            _join = null;
            var answer = group.Reply<JoinGroupResponse>(ticket);
            if (answer.Error is KafkaError.MemberIdRequired)
            {
                Id = answer.MemberId;
            }
            else if (answer.Error is KafkaError.None)
            {
                (Id, Generation) = (answer.MemberId, answer.GenerationId);
                _sync = answer.Leader == Id && !answer.SkipAssignment
                    ? group.Send(Assign([.. answer.Members.Select(member => member.MemberId)]))
                    : group.Sync(Id, Generation);
            }
            else
            {
                Take(answer.Error);
            }
        }

        private void TakeSync(Ticket ticket)
        {
            if (group.IsWaiting(ticket))
            {
                return;
            }

            _sync = null;
            var answer = group.Reply<SyncGroupResponse>(ticket);
            Take(answer.Error);
            _isIn = answer.Error is KafkaError.None;
            Owned = _isIn ? [.. answer.Assignment.ToArray().Select(partition => (int)partition)] : [];
        }

        private void Take(KafkaError error)
        {
            _isIn &= error is KafkaError.None;
            Id = error is KafkaError.UnknownMemberId ? "" : Id;
            IsGone |= error is KafkaError.FencedInstanceId;
            Owned = _isIn ? Owned : [];
        }

        private SyncGroupRequest Assign(string[] members) => new()
        {
            GroupId = GroupFixture.Group,
            MemberId = Id,
            GenerationId = Generation,
            Assignments =
            [
                .. members.Select((member, index) => new SyncGroupRequest.RequestAssignment
                {
                    MemberId = member,
                    Assignment = Enumerable.Range(0, PartitionCount)
                        .Where(partition => partition % members.Length == index)
                        .Select(partition => (byte)partition)
                        .ToArray(),
                }),
            ],
        };
    }
}
