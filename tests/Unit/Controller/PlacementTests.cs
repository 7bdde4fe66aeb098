using System.Collections.Immutable;
using Cloud.Core.Controller.Placement;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Unit.Controller;

public sealed class PlacementTests
{
    [Fact]
    public void Replicas_and_leaders_spread_evenly()
    {
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(SpreadsEvenly));
    }

    [Fact]
    public void Racks_differ_as_long_as_there_are_enough()
    {
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(UsesDistinctRacks));
    }

    [Fact]
    public void Same_seed_gives_the_same_placement()
    {
        var brokers = Brokers(7, rackCount: 3);

        Assert.Equal(Text(Place(brokers, 20, 3, seed: 5)), Text(Place(brokers, 20, 3, seed: 5)));
        Assert.NotEqual(Text(Place(brokers, 20, 3, seed: 5)), Text(Place(brokers, 20, 3, seed: 6)));
    }

    [Fact]
    public void Fenced_and_drained_brokers_are_used_only_when_there_are_no_others()
    {
        var brokers = Brokers(5);
        brokers[0] = brokers[0] with { Condition = BrokerConditionKind.Fenced };
        brokers[1] = brokers[1] with { IsDraining = true };

        Assert.All(Place(brokers, 30, 3), replicas => Assert.Equal([3, 4, 5], Numbers(replicas).Order()));
        Assert.All(Place(brokers, 30, 4), replicas => Assert.Equal([1, 3, 4, 5], Numbers(replicas).Order()));
        Assert.All(Place(brokers, 30, 5), replicas => Assert.NotEqual(1, replicas[0].Value));
    }

    private static void SpreadsEvenly(int seed)
    {
        var random = new Random(seed);
        var brokers = Brokers(1 + random.Next(12));
        var factor = 1 + random.Next(Math.Min(4, brokers.Length));

        var assignments = Place(brokers, 1 + random.Next(60), factor, seed);

        Assert.All(assignments, replicas => Assert.Equal(factor, replicas.Distinct().Count()));
        Assert.InRange(Spread(brokers, broker => assignments.Count(replicas => replicas.Contains(broker))), 0, 1);
        Assert.InRange(Spread(brokers, broker => assignments.Count(replicas => replicas[0] == broker)), 0, 1);
    }

    private static void UsesDistinctRacks(int seed)
    {
        var random = new Random(seed);
        var rackCount = 1 + random.Next(4);
        var brokers = Brokers(rackCount * (1 + random.Next(4)), rackCount);
        var factor = 1 + random.Next(Math.Min(4, brokers.Length));
        var rackOf = brokers.ToDictionary(broker => broker.Id, broker => broker.Rack);

        var assignments = Place(brokers, 1 + random.Next(60), factor, seed);

        Assert.All(assignments, replicas => Assert.Equal(
            Math.Min(factor, rackCount), replicas.Select(replica => rackOf[replica]).Distinct().Count()));
        Assert.InRange(Spread(brokers, broker => assignments.Count(replicas => replicas.Contains(broker))), 0, 2);
        Assert.InRange(Spread(brokers, broker => assignments.Count(replicas => replicas[0] == broker)), 0, 1);
    }

    private static BrokerState[] Brokers(int count, int rackCount = 0) =>
    [
        .. Enumerable.Range(1, count).Select(id => new BrokerState(
            new BrokerId(id),
            new BrokerEpoch(id),
            new DirectoryId(TestCluster.GuidOf(id)),
            rackCount == 0 ? null : $"rack-{id % rackCount}",
            [],
            BrokerConditionKind.Active,
            IsDraining: false)),
    ];

    private static ImmutableArray<ImmutableArray<BrokerId>> Place(
        BrokerState[] brokers, int partitionCount, int replicationFactor, int seed = 1) =>
        ReplicaPlacer.Place(
            new(brokers, Existing: [], LoadOf: _ => 0, partitionCount, replicationFactor), new Random(seed)).Value;

    private static int Spread(BrokerState[] brokers, Func<BrokerId, int> countOf)
    {
        var counts = brokers.Select(broker => countOf(broker.Id)).ToList();
        return counts.Max() - counts.Min();
    }

    private static IEnumerable<int> Numbers(ImmutableArray<BrokerId> replicas) =>
        replicas.Select(replica => replica.Value);

    private static string Text(ImmutableArray<ImmutableArray<BrokerId>> assignments) =>
        string.Join(' ', assignments.Select(replicas => string.Join(',', Numbers(replicas))));
}
