using System.Text;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Epochs;

namespace Cloud.Unit.Storage.Epochs;

public sealed class LeaderEpochCheckpointTests
{
    private static readonly EpochEntry[] Entries =
        [new(new(0), new(0)), new(new(3), new(4711)), new(new(2147483647), new(9223372036854775807))];

    private const string Golden = "0\n3\n0 0\n3 4711\n2147483647 9223372036854775807\n";

    [Fact]
    public void Entries_encode_to_the_bytes_that_kafka_writes()
    {
        Assert.Equal(Golden, Encoding.ASCII.GetString(LeaderEpochCheckpoint.Encode(Entries)));
        Assert.Equal("0\n0\n", Encoding.ASCII.GetString(LeaderEpochCheckpoint.Encode([])));
    }

    [Theory]
    [InlineData(Golden)]
    [InlineData("0\r\n3\r\n0 0\r\n3\t4711\r\n2147483647   9223372036854775807\r\n")]
    public void File_of_kafka_decodes(string text)
    {
        Assert.Equal(DecodeStatus.Done, Decode(text, out var entries));

        Assert.Equal(Entries, entries);
    }

    [Fact]
    public void Empty_file_holds_no_entries()
    {
        Assert.Equal(DecodeStatus.Done, Decode("", out var entries));

        Assert.Empty(entries!);
    }

    [Theory]
    [InlineData("0\n")]
    [InlineData("0\n1\n")]
    [InlineData("0\n-1\n")]
    [InlineData("0\n1\n0 0")]
    [InlineData("0\n1\n0 0\n1 1\n")]
    [InlineData("0\n2\n0 0\n")]
    [InlineData("0\n1\n0\n")]
    [InlineData("0\n1\n0 0 0\n")]
    [InlineData("0\n1\n-1 0\n")]
    [InlineData("0\n1\n0 -1\n")]
    [InlineData("0\n1\n0 x\n")]
    [InlineData("0\n1\n2147483648 0\n")]
    [InlineData("0\n2\n1 0\n0 5\n")]
    [InlineData("0\n2\n0 5\n1 5\n")]
    [InlineData("0\n2147483647\n0 5\n")]
    [InlineData("zero\n0\n")]
    public void Mangled_file_is_malformed(string text)
    {
        Assert.Equal(DecodeStatus.Malformed, Decode(text, out _));
    }

    [Fact]
    public void Another_version_is_unknown()
    {
        Assert.Equal(DecodeStatus.UnknownVersion, Decode("1\n0\n", out _));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        foreach (var torn in Mangle.EveryTruncation(Encoding.ASCII.GetBytes(Golden)).Skip(1))
        {
            Assert.Equal(DecodeStatus.Malformed, LeaderEpochCheckpoint.TryDecode(torn, out _));
        }
    }

    [Fact]
    public void Every_mangled_byte_gives_a_status_or_an_ordered_history()
    {
        foreach (var mangled in Mangle.EveryByte(Encoding.ASCII.GetBytes(Golden)))
        {
            if (LeaderEpochCheckpoint.TryDecode(mangled, out var entries) is DecodeStatus.Done)
            {
                Assert.True(LeaderEpochCache.AreOrdered(entries!));
            }
        }
    }

    private static DecodeStatus Decode(string text, out List<EpochEntry>? entries) =>
        LeaderEpochCheckpoint.TryDecode(Encoding.ASCII.GetBytes(text), out entries);
}
