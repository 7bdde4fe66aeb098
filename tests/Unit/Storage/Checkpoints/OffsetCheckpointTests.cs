using System.Text;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Checkpoints;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Checkpoints;

public sealed class OffsetCheckpointTests
{
    private const string Golden = "0\n2\norders-eu.v_1 0 42\norders-eu.v_1 17 9223372036854775807\n";

    private static readonly PartitionOffset[] Entries =
    [
        new(new("orders-eu.v_1", 0), new(42)),
        new(new("orders-eu.v_1", 17), new(long.MaxValue)),
    ];

    [Fact]
    public void Entries_encode_to_the_bytes_that_kafka_writes()
    {
        Assert.Equal(Golden, Encoding.ASCII.GetString(OffsetCheckpoint.Encode(Entries)));
    }

    [Fact]
    public void File_of_kafka_decodes()
    {
        Assert.Equal(DecodeStatus.Done, Decode(Golden, out var offsets));

        Assert.Equal(Entries.ToDictionary(entry => entry.Partition, entry => entry.Offset), offsets);
    }

    [Theory]
    [InlineData("0\n1\na 0\n")]
    [InlineData("0\n1\na 0 1 2\n")]
    [InlineData("0\n1\na 0 1")]
    [InlineData("0\n1\na -1 1\n")]
    [InlineData("0\n1\na 0 -1\n")]
    [InlineData("0\n1\na/b 0 1\n")]
    [InlineData("0\n2\na 0 1\na 0 2\n")]
    [InlineData("0\n2\na 0 1\n")]
    [InlineData("0\n0\na 0 1\n")]
    [InlineData("0\n999999999\na 0 1\n")]
    public void Mangled_file_is_malformed(string text)
    {
        Assert.Equal(DecodeStatus.Malformed, Decode(text, out _));
    }

    [Fact]
    public void Every_truncation_is_noticed_and_every_mangled_byte_gives_a_status()
    {
        var file = Encoding.ASCII.GetBytes(Golden);

        Assert.All(
            Mangle.EveryTruncation(file).Skip(1),
            torn => Assert.Equal(DecodeStatus.Malformed, OffsetCheckpoint.TryDecode(torn, out _)));
        foreach (var mangled in Mangle.EveryByte(file))
        {
            var status = OffsetCheckpoint.TryDecode(mangled, out var offsets);
            Assert.Equal(status is DecodeStatus.Done, offsets is not null);
        }
    }

    private static DecodeStatus Decode(string text, out Dictionary<TopicPartition, Offset>? offsets) =>
        OffsetCheckpoint.TryDecode(Encoding.ASCII.GetBytes(text), out offsets);
}
