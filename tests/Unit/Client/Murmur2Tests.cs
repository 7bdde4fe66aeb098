using System.Text;
using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Values of Kafka's own tests: keys must lie where other clients look for them.</summary>
public sealed class Murmur2Tests
{
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hash_of_known_keys_is_that_of_Kafka(string key, int expected) =>
        Assert.Equal(expected, (int)Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void Partition_is_the_hash_without_its_sign() =>
        Assert.Equal((-973932308 & int.MaxValue) % 7, Murmur2.PartitionOf("21"u8, 7));
}
