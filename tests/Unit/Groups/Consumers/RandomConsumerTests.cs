using Cloud.Core.Groups.Consumers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Unit.Groups.Consumers;

/// <summary>
/// Members that join, listen, go silent and leave at random, while topics grow and the coordinator moves.
/// </summary>
public sealed class RandomConsumerTests
{
    private const int StepCount = 120;

    [Fact]
    public void No_partition_has_two_owners_who_can_commit_and_each_has_one_in_the_end() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll<int>(Run));

    private static void Run(int seed)
    {
        var run = new RandomConsumers(new Random(seed));
        for (var step = 0; step < StepCount; step++)
        {
            run.Step();
            run.AssertNobodySharesAPartition();
        }

        run.Quiet();
        run.AssertEachPartitionHasOneOwner();
        run.AssertLogSaysTheSame();
    }

    private sealed class RandomConsumers(Random random)
    {
        private readonly GroupFixture _group = new();
        private readonly Dictionary<string, RandomMember> _members = [];
        private readonly Dictionary<int, long> _committed = [];
        private int _partitionCount = 4;
        private int _lastEpoch;
        private int _nextId;

        public void Step()
        {
            switch (random.Next(12))
            {
                case 0 when _members.Count < 6:
                    var instance = random.Next(3) == 0 ? $"i{random.Next(3)}" : null;
                    var joining = new RandomMember(_group, $"m{_nextId++}", instance);
                    _members.Add(joining.Id, joining);
                    joining.Join();
                    break;
                case 1:
                    Any()?.Leave(random.Next(2) == 0);
                    break;
                case 2:
                    _group.Wait(TimeSpan.FromSeconds(random.Next(1, 40)));
                    break;
                case 3 when random.Next(3) == 0:
                    _group.Learn(++_partitionCount);
                    break;
                case 4 when random.Next(3) == 0:
                    _group.Reload();
                    break;
                case 5 or 6:
                    Any()?.Acknowledge();
                    break;
                case 7:
                    Commit();
                    break;
                default:
                    Any()?.Beat();
                    break;
            }
        }

        public void AssertNobodySharesAPartition()
        {
            if (_group.Machine.Store.FindConsumer(GroupFixture.Group) is not { } group)
            {
                return;
            }

            Assert.True(group.Epoch >= _lastEpoch);
            _lastEpoch = group.Epoch;
            var held = group.Members.Values
                .SelectMany(member => member.Assigned.Union(member.PendingRevocation).All)
                .ToList();
            Assert.Equal(held.Count, held.Distinct().Count());
            var owned = _members.Values
                .Where(member => CanCommit(group, member))
                .SelectMany(member => member.Owned)
                .ToList();
            Assert.Equal(owned.Count, owned.Distinct().Count());
            Assert.All(_committed, pair => Assert.Equal(pair.Value, _group.Fetch(pair.Key).CommittedOffset.Value));
        }

        public void Quiet()
        {
            foreach (var member in _members.Values.ToList())
            {
                member.Beat();
                member.Rejoin();
            }

            for (var round = 0; round < 8 + (2 * _members.Count); round++)
            {
                foreach (var member in _members.Values.Where(member => !member.IsGone))
                {
                    member.Acknowledge();
                    member.Rejoin();
                }

                _group.Wait(TimeSpan.FromSeconds(10));
            }
        }

        public void AssertEachPartitionHasOneOwner()
        {
            var living = _members.Values.Where(member => !member.IsGone).ToList();
            if (living.Count > 0)
            {
                Assert.Equal(
                    Enumerable.Range(0, _partitionCount),
                    living.SelectMany(member => member.Owned).Select(owned => owned.Partition).Order());
                Assert.Equal("Stable", _group.Machine.DescribeConsumer(GroupFixture.Group).GroupState);
            }
        }

        public void AssertLogSaysTheSame()
        {
            var live = _group.Machine.Store.FindConsumer(GroupFixture.Group);
            var replayed = _group.Replayed().Store.FindConsumer(GroupFixture.Group);
            Assert.Equal(live?.Epoch, replayed?.Epoch);
            Assert.Equal(live?.AssignmentEpoch, replayed?.AssignmentEpoch);
            foreach (var member in live?.Members.Values ?? [])
            {
                var other = replayed!.Find(member.MemberId)!;
                Assert.True(member.HasSameAssignment(other) && member.HasSameMetadata(other));
                Assert.Equal(live!.TargetOf(member.MemberId), replayed.TargetOf(member.MemberId));
            }

            Assert.Equal(live?.Members.Count, replayed?.Members.Count);
            Assert.Equal(
                _group.Machine.OffsetsOf(GroupFixture.Group).OrderBy(pair => pair.Key.Partition),
                _group.Replayed().OffsetsOf(GroupFixture.Group).OrderBy(pair => pair.Key.Partition));
        }

        private void Commit()
        {
            if (Any() is not { Owned.Count: > 0 } member)
            {
                return;
            }

            var partition = member.Owned.First().Partition;
            var offset = _committed.GetValueOrDefault(partition) + 1;
            if (member.Commit(offset, partition) is KafkaError.None)
            {
                _committed[partition] = offset;
            }
        }

        private RandomMember? Any() =>
            _members.Count == 0 ? null : _members.Values.ElementAt(random.Next(_members.Count));

        private static bool CanCommit(ConsumerGroup group, RandomMember member) => KafkaError.None
            == ConsumerOffsetRules.ValidateCommit(group, member.Id, member.Epoch, version: 9, isTransactional: false);
    }

    /// <summary>Goes on reading what it is to give up until it says that it has.</summary>
    private sealed class RandomMember(GroupFixture group, string id, string? instanceId)
    {
        private readonly ConsumerStory _client = new(group, id, instanceId);
        private KafkaError _lastError;

        public string Id => id;

        public int Epoch => _client.Epoch;

        public bool IsGone { get; private set; }

        public HashSet<TopicIdPartition> Owned { get; private set; } = [];

        public void Join()
        {
            Owned = [];
            IsGone = false;
            _lastError = _client.Join().Error;
            Take();
        }

        public void Beat()
        {
            if (!IsGone)
            {
                _lastError = _client.Beat().Error;
                Take();
            }
        }

        public void Acknowledge()
        {
            if (!IsGone)
            {
                Owned = Assigned();
                _lastError = _client.Acknowledge().Error;
                Take();
            }
        }

        /// <summary>What a client does that was fenced.</summary>
        public void Rejoin()
        {
            IsGone |= _lastError is KafkaError.FencedInstanceId or KafkaError.UnreleasedInstanceId;
            if (!IsGone && _lastError is not KafkaError.None)
            {
                Join();
            }
        }

        public void Leave(bool isStatic)
        {
            if (!IsGone)
            {
                Owned = [];
                _client.Leave(isStatic && instanceId is not null ? MemberEpoch.LeaveStatic : MemberEpoch.Leave);
                IsGone = true;
            }
        }

        public KafkaError Commit(long offset, int partition) => _client.Commit(offset, partition);

        private void Take()
        {
            if (_lastError is KafkaError.None)
            {
                Owned.UnionWith(Assigned());
            }
            else
            {
                // It is told to give up everything; until it rejoins it does not get to commit.
                Owned = _lastError is KafkaError.UnreleasedInstanceId ? Owned : [];
            }
        }

        private HashSet<TopicIdPartition> Assigned() =>
            [.. _client.Owned.Select(owned => new TopicIdPartition(owned.Topic, owned.Partition))];
    }
}
