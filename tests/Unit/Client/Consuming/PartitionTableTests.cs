using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Unit.Client.Consuming;

public sealed class PartitionTableTests
{
    private static readonly TopicPartition Kept = new("orders", 0);
    private static readonly TopicPartition Added = new("orders", 1);

    private readonly PartitionTable _table = new();

    [Fact]
    public void Assignment_with_positions_never_shows_a_partition_without_one()
    {
        _table.Changed += () => Assert.DoesNotContain(_table.States, state => state.Phase is PositionPhase.Unknown);

        _table.SetTo([At(Kept, 7), At(Added, 9)]);

        Assert.Equal([Kept, Added], _table.Assignment);
        Assert.Equal(9, _table.Read(Added, state => state.Position.Offset.Value));
    }

    [Fact]
    public void Assignment_with_positions_moves_what_was_there_and_drops_the_rest()
    {
        var dropped = new TopicPartition("orders", 2);
        _table.SetTo([At(Kept, 7), At(dropped, 1)]);

        _table.SetTo([At(Kept, 3), At(Added, 9)]);

        Assert.Equal([Kept, Added], _table.Assignment.OrderBy(partition => partition.Partition));
        Assert.Equal(3, _table.Read(Kept, state => state.Position.Offset.Value));
    }

    private static TopicPartitionOffset At(TopicPartition partition, long offset) => new(partition, new Offset(offset));
}
