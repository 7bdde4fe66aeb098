using Cloud.Core.Groups.Coordinator;

namespace Cloud.Unit.Groups.Coordinator;

public sealed class CoordinatorPartitionTests
{
    // As String.hashCode has them; the fourth text is known for the smallest integer, which has no absolute value.
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 97 % 50)]
    [InlineData("hello", 99162322 % 50)]
    [InlineData("polygenelubricants", 0)]
    [InlineData("Hello, World!", 1498789909 % 50)]
    public void Partition_follows_from_the_hash_that_Java_computes(string groupId, int expected) =>
        Assert.Equal(expected, CoordinatorPartition.Of(groupId, 50));
}
