using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Unit.Client.Consuming;

/// <summary>Partitions 0 and 1 are led by broker 1, partition 2 by broker 2, partition 3 by nobody.</summary>
public sealed class FetchPlannerTests
{
    private const long Free = 100_000_000;

    private static readonly TopicId Orders = new(Guid.NewGuid());

    private readonly FetchPlanner _planner = new(new ConsumerOptions());
    private readonly List<PartitionState> _states =
        [.. Enumerable.Range(0, 4).Select(partition => new PartitionState(new("orders", partition)))];

    public FetchPlannerTests() => _states.ForEach(state => state.MoveTo(new(new Offset(5), new(1))));

    [Fact]
    public void Each_leader_is_asked_for_all_that_it_leads()
    {
        var plans = Plan();

        Assert.Equal(["1: 0 1", "2: 2"], plans);
        Assert.True(_planner.MissesLeader);
    }

    [Fact]
    public void Request_says_from_where_and_in_which_epochs()
    {
        var plan = _planner.Plan(_states, Cluster(), _ => false, Free, TimeSpan.Zero)[0];

        var topic = Assert.Single(plan.ToRequest(new ConsumerOptions()).Topics);

        Assert.Equal(("orders", Orders), (topic.Topic, topic.TopicId));
        var first = topic.Partitions[0];
        Assert.Equal((0, new Offset(5)), (first.Partition, first.FetchOffset));
        Assert.Equal((new LeaderEpoch(1), new LeaderEpoch(3)), (first.LastFetchedEpoch, first.CurrentLeaderEpoch));
        Assert.Equal(short.MaxValue, plan.VersionMax);
    }

    [Fact]
    public void Paused_revoked_and_unpositioned_partitions_are_not_fetched()
    {
        _states[0].IsPaused = true;
        _states[1].IsRevoking = true;
        _states[2].Reset(AutoOffsetReset.Earliest);

        Assert.Empty(Plan());
    }

    [Fact]
    public void Broker_is_left_alone_while_one_of_its_partitions_has_its_fill()
    {
        _states[0].BufferedBytes = 2 * 1024 * 1024;
        Assert.Equal(["2: 2"], Plan());

        // One that is paused holds nobody up.
        _states[0].IsPaused = true;
        Assert.Equal(["1: 1", "2: 2"], Plan());
    }

    [Fact]
    public void Fetch_that_is_under_way_elsewhere_does_not_hold_the_leader_up()
    {
        _states[0].IsFetching = true;

        Assert.Equal(["1: 1", "2: 2"], Plan());
    }

    [Fact]
    public void Nothing_is_fetched_beyond_the_bound_of_memory()
    {
        var plans = _planner.Plan(_states, Cluster(), _ => false, freeBytes: 1000, TimeSpan.Zero);

        Assert.Equal(1000, Assert.Single(plans).MaxBytes);
        Assert.Empty(_planner.Plan(_states, Cluster(), _ => false, freeBytes: 0, TimeSpan.Zero));
    }

    [Fact]
    public void Partition_that_failed_waits_for_its_time()
    {
        _states[2].Failed(notBefore: TimeSpan.FromSeconds(1));

        Assert.Equal(["1: 0 1"], Plan());
        Assert.Equal(TimeSpan.FromSeconds(1), _planner.NextDue);
        Assert.Equal(["1: 0 1", "2: 2"], Plan(second: 1));
    }

    [Fact]
    public void Named_follower_is_asked_as_long_as_that_holds()
    {
        _states[0].PreferredReplica = new(2);
        _states[0].PreferredUntil = TimeSpan.FromSeconds(10);

        Assert.Equal(["2: 0 2", "1: 1"], Plan(second: 1));
        Assert.Equal(["1: 0 1", "2: 2"], Plan(second: 10));
    }

    private IEnumerable<string> Plan(int second = 0) =>
        _planner.Plan(_states, Cluster(), _ => false, Free, TimeSpan.FromSeconds(second)).Select(plan =>
            $"{plan.Broker}: {string.Join(' ', plan.Partitions.Select(one => one.State.Id.Partition))}");

    private static ClusterSnapshot Cluster() => ClusterSnapshot.Empty.With(
        new MetadataResponse
        {
            Brokers =
            [
                new() { NodeId = new(1), Host = "a", Port = 1 },
                new() { NodeId = new(2), Host = "b", Port = 2 },
            ],
            Topics =
            [
                new()
                {
                    Name = "orders",
                    TopicId = Orders,
                    Partitions = [Led(0, 1), Led(1, 1), Led(2, 2), Led(3, -1)],
                },
            ],
        },
        isOfAllTopics: true);

    private static MetadataResponse.Partition Led(int partition, int leader) =>
        new() { PartitionIndex = partition, LeaderId = new(leader), LeaderEpoch = new(3) };
}
