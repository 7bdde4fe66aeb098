using System.Text;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class Crc32CTests
{
    // The first is the check value of the CRC catalogue, the others are from RFC 3720, appendix B.4.
    [Fact]
    public void Checksum_of_published_vectors_is_as_published()
    {
        var ascending = new byte[32];
        for (var i = 0; i < ascending.Length; i++)
        {
            ascending[i] = (byte)i;
        }

        Assert.Equal(0xE3069283u, Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x46DD794Eu, Crc32C.Compute(ascending));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(767)]
    [InlineData(768)]
    [InlineData(769)]
    [InlineData(12_287)]
    [InlineData(12_288)]
    [InlineData(12_288 + 768 + 9)]
    [InlineData(100_003)]
    public void Checksum_by_lanes_equals_the_one_bit_by_bit(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes));
    }

    [Fact]
    public void Checksum_in_pieces_equals_the_one_in_one_go()
    {
        var bytes = new byte[40_000];
        new Random(7).NextBytes(bytes);

        for (var cut = 0; cut <= bytes.Length; cut += 1_777)
        {
            Assert.Equal(Crc32C.Compute(bytes), Crc32C.Append(Crc32C.Compute(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    private static uint BitByBit(byte[] bytes)
    {
        var register = uint.MaxValue;
        foreach (var value in bytes)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ 0x82F63B78 : register >> 1;
            }
        }

        return ~register;
    }
}
