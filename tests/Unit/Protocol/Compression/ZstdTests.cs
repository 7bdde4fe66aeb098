using Cloud.Protocol;
using Cloud.Protocol.Compression;

namespace Cloud.Unit.Protocol.Compression;

public sealed class ZstdTests
{
    [Fact]
    public void Frame_of_the_zstd_tool_reads_or_the_missing_library_is_named()
    {
        using var plain = new PooledBuffer();

        var status = Decompressor.Decompress(CompressionCodec.Zstd, GoldenStreams.Zstd, 1_000, plain);

        if (Compressor.IsAvailable(CompressionCodec.Zstd))
        {
            Assert.Equal(CompressionStatus.Done, status);
            Assert.Equal(GoldenStreams.ShortText, plain.Written.ToArray());
        }
        else
        {
            Assert.Equal(CompressionStatus.Unavailable, status);
            Assert.Contains(
                "libzstd",
                Assert.Throws<CompressionUnavailableException>(
                    () => Compressor.Compress(CompressionCodec.Zstd, [], plain)).Libraries,
                StringComparison.Ordinal);
        }
    }
}
