using Cloud.Core.Groups;
using Cloud.Core.Groups.Consumers;
using Cloud.Protocol;

namespace Cloud.Unit.Groups.Consumers;

public sealed class ReconciliationTests
{
    [Fact]
    public void Acknowledged_revocation_ends_the_epoch_even_where_more_is_to_be_given_up()
    {
        var member = new ConsumerMember("a")
        {
            Epoch = 5,
            State = MemberState.UnrevokedPartitions,
            Assigned = Set(1, 2),
            PendingRevocation = Set(0),
        };

        var next = Reconciliation.Next(
            member, targetEpoch: 7, target: Set(1), isFree: _ => true, owned: Set(1, 2), IGroupRules.Standard);

        Assert.Equal((6, 5, MemberState.UnrevokedPartitions), (next.Epoch, next.PreviousEpoch, next.State));
        Assert.Equal(Set(1), next.Assigned);
        Assert.Equal(Set(2), next.PendingRevocation);
    }

    private static PartitionSet Set(params int[] partitions) =>
        PartitionSet.Of(partitions.Select(partition => new TopicIdPartition(GroupFixture.Orders, partition)));
}
