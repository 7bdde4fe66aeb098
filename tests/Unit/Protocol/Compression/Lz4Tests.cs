using Cloud.Protocol;
using Cloud.Protocol.Compression;

namespace Cloud.Unit.Protocol.Compression;

public sealed class Lz4Tests : IDisposable
{
    private readonly PooledBuffer _plain = new();

    public void Dispose() => _plain.Dispose();

    [Fact]
    public void Frame_with_dependent_blocks_and_sizes_reads()
    {
        Assert.Equal(CompressionStatus.Done, Decompress(GoldenStreams.Lz4DependentBlocks));
        Assert.True(GoldenStreams.Text.AsSpan().SequenceEqual(_plain.Written));
    }

    [Fact]
    public void Frame_with_block_checksums_reads()
    {
        Assert.Equal(CompressionStatus.Done, Decompress(GoldenStreams.Lz4BlockChecksums));
        Assert.True(GoldenStreams.Text.AsSpan().SequenceEqual(_plain.Written));
    }

    [Fact]
    public void Frame_with_any_flipped_bit_is_refused_thanks_to_its_checksums()
    {
        var frame = GoldenStreams.Lz4BlockChecksums.ToArray();
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(CompressionStatus.Malformed, Decompress(frame));
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Frame_written_is_one_that_kafka_reads()
    {
        using var compressed = new PooledBuffer();

        Compressor.Compress(CompressionCodec.Lz4, "abcabcabcabcabcabcabcabc"u8, compressed);

        // Magic, flags "version 1, independent blocks", 64 KiB, header checksum; one block; end mark. The block: three
        // literals, a copy of sixteen from three back, five literals.
        Assert.Equal(
            "04224D18" + "60" + "40" + "82" + "0C000000" + "3C616263" + "0300" + "506263616263" + "00000000",
            Convert.ToHexString(compressed.Written));
    }

    [Fact]
    public void Content_that_does_not_shrink_is_stored()
    {
        using var compressed = new PooledBuffer();
        var noise = new byte[100_000];
        new Random(5).NextBytes(noise);

        Compressor.Compress(CompressionCodec.Lz4, noise, compressed);

        Assert.Equal(7 + 4 + 4 + 4 + noise.Length, compressed.Length);
    }

    [Theory]
    [InlineData("04224D186040820500000080AABB")]
    [InlineData("04224D18604082010000001000000000")]
    [InlineData("04224D1860408200000000FF")]
    [InlineData("04224D18604083")]
    [InlineData("04224D18604082FFFFFF7F")]
    [InlineData("04224D186040820100010000")]
    public void Frame_that_lies_is_malformed(string hex)
    {
        Assert.Equal(CompressionStatus.Malformed, Decompress(Convert.FromHexString(hex)));
    }

    private CompressionStatus Decompress(byte[] source)
    {
        _plain.Clear();
        return Decompressor.Decompress(CompressionCodec.Lz4, source, 1_000_000, _plain);
    }
}
