using Cloud.Protocol;
using Cloud.Protocol.Records;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Unit.Protocol.Records;

public sealed class VarIntTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(63, "7E")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(8191, "FE7F")]
    [InlineData(int.MaxValue, "FEFFFFFF0F")]
    [InlineData(int.MinValue, "FFFFFFFF0F")]
    public void Number_has_its_published_form(int value, string hex)
    {
        var bytes = new byte[VarInt.SizeOf(value)];

        VarInt.WriteInt32(bytes, value);

        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(ReadStatus.Done, VarInt.TryReadInt32(bytes, out var read, out var bytesRead));
        Assert.Equal((value, bytes.Length), (read, bytesRead));
    }

    [Theory]
    [InlineData("8080808010")]
    [InlineData("FFFFFFFFFF01")]
    public void Number_beyond_32_bits_is_malformed(string hex)
    {
        Assert.Equal(ReadStatus.Malformed, VarInt.TryReadInt32(Convert.FromHexString(hex), out _, out _));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")]
    public void Number_beyond_64_bits_is_malformed(string hex)
    {
        Assert.Equal(ReadStatus.Malformed, VarInt.TryReadInt64(Convert.FromHexString(hex), out _, out _));
    }

    [Fact]
    public void Every_long_reads_back_and_its_truncations_need_more()
    {
        Check.One(Config.QuickThrowOnFailure.WithReplay(20_260_101, 7), Prop.ForAll<long>(ReadsBack));
    }

    private static void ReadsBack(long seed)
    {
        // Shifts make all sizes, not only the small numbers that generators like.
        for (var shift = 0; shift < 64; shift += 7)
        {
            var value = seed * 2654435761 << shift;
            var bytes = new byte[VarInt.Int64BytesMax];
            var written = VarInt.WriteInt64(bytes, value);

            Assert.Equal(VarInt.SizeOf(value), written);
            Assert.Equal(ReadStatus.Done, VarInt.TryReadInt64(bytes, out var read, out var bytesRead));
            Assert.Equal((value, written), (read, bytesRead));
            Assert.Equal(ReadStatus.NeedMoreData, VarInt.TryReadInt64(bytes.AsSpan(0, written - 1), out _, out _));
        }
    }
}
