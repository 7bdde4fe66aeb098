using Cloud.Protocol;
using Cloud.Protocol.Compression;

namespace Cloud.Unit.Protocol.Compression;

public sealed class SnappyTests : IDisposable
{
    private const string XerialHeader = "82534E4150505900" + "00000001" + "00000001";

    private readonly PooledBuffer _plain = new();

    public void Dispose() => _plain.Dispose();

    [Fact]
    public void Raw_block_of_libsnappy_reads()
    {
        Assert.Equal(CompressionStatus.Done, Decompress(GoldenStreams.SnappyRaw));
        Assert.Equal(GoldenStreams.ShortText, _plain.Written.ToArray());
    }

    [Fact]
    public void Stream_as_java_frames_it_reads_even_joined_with_another()
    {
        byte[] stream =
        [
            .. Convert.FromHexString(XerialHeader), 0, 0, 0, (byte)GoldenStreams.SnappyRaw.Length,
            .. GoldenStreams.SnappyRaw,
        ];
        byte[] joined = [.. stream, .. stream];

        Assert.Equal(CompressionStatus.Done, Decompress(joined));
        Assert.Equal([.. GoldenStreams.ShortText, .. GoldenStreams.ShortText], _plain.Written.ToArray());
    }

    [Fact]
    public void Stream_written_starts_as_java_expects()
    {
        using var compressed = new PooledBuffer();

        Compressor.Compress(CompressionCodec.Snappy, "abcabcabcabcabcabc"u8, compressed);

        // Length 18, a literal of three bytes, a copy of fifteen from three back.
        Assert.Equal(
            XerialHeader + "00000008" + "12" + "08616263" + "3A0300", Convert.ToHexString(compressed.Written));
    }

    [Theory]
    [InlineData("FFFFFFFF0F00")]
    [InlineData("80808080010000")]
    [InlineData("FFFFFFFFFF0F")]
    [InlineData("05F0FFFFFFFF61")]
    [InlineData("0A0061150A")]
    [InlineData("0A00610100")]
    [InlineData("0200610061 00")]
    [InlineData("0300610061")]
    public void Block_that_lies_is_malformed(string hex)
    {
        Assert.Equal(CompressionStatus.Malformed, Decompress(Convert.FromHexString(hex.Replace(" ", ""))));
    }

    [Theory]
    [InlineData("7FFFFFFF")]
    [InlineData("80000000")]
    [InlineData("FFFFFFFF")]
    [InlineData("00000002")]
    public void Stream_block_longer_than_what_is_there_is_malformed(string length)
    {
        Assert.Equal(CompressionStatus.Malformed, Decompress(Convert.FromHexString(XerialHeader + length + "00")));
    }

    private CompressionStatus Decompress(byte[] source) =>
        Decompressor.Decompress(CompressionCodec.Snappy, source, int.MaxValue, _plain);
}
