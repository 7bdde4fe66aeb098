using Cloud.Protocol;
using Cloud.Protocol.Compression;

namespace Cloud.Unit.Protocol.Compression;

public sealed class CompressionTests : IDisposable
{
    private readonly PooledBuffer _compressed = new();
    private readonly PooledBuffer _plain = new();

    public static TheoryData<CompressionCodec> Codecs =>
        Compressor.IsAvailable(CompressionCodec.Zstd)
            ? [CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd]
            : [CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4];

    public void Dispose()
    {
        _compressed.Dispose();
        _plain.Dispose();
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Content_of_every_kind_and_size_comes_back(CompressionCodec codec)
    {
        foreach (var length in (int[])[0, 1, 3, 4, 5, 12, 13, 14, 60, 61, 255, 256, 257, 4_096, 32_768, 32_769, 65_535,
            65_536, 65_537, 131_072, 300_001])
        {
            var random = new Random(length);
            var noise = new byte[length];
            random.NextBytes(noise);
            AssertComesBack(codec, noise);
            AssertComesBack(codec, new byte[length]);
            AssertComesBack(codec, WithRepeats(random, length));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Text_becomes_much_smaller(CompressionCodec codec)
    {
        Compressor.Compress(codec, GoldenStreams.Text, _compressed);

        Assert.InRange(_compressed.Length, 1, GoldenStreams.Text.Length / 15);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Output_at_the_limit_passes_and_one_byte_less_does_not(CompressionCodec codec)
    {
        var text = GoldenStreams.Text;
        Compressor.Compress(codec, text, _compressed);

        Assert.Equal(
            CompressionStatus.OutputTooLarge,
            Decompressor.Decompress(codec, _compressed.Written, text.Length - 1, _plain));
        Assert.Equal(0, _plain.Length);
        Assert.Equal(
            CompressionStatus.Done, Decompressor.Decompress(codec, _compressed.Written, text.Length, _plain));
        Assert.True(text.AsSpan().SequenceEqual(_plain.Written));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Bomb_ends_at_the_limit_in_bounded_memory(CompressionCodec codec)
    {
        using var bomb = new PooledBuffer();
        Compressor.Compress(codec, new byte[64 * 1024 * 1024], bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var status = Decompressor.Decompress(codec, bomb.Written, 1_000_000, _plain);

        Assert.Equal(CompressionStatus.OutputTooLarge, status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Every_truncation_is_malformed(CompressionCodec codec)
    {
        Compressor.Compress(codec, GoldenStreams.ShortText, _compressed);

        // Cut after its header, a snappy stream is a whole one without blocks.
        var emptyLength = codec is CompressionCodec.Snappy ? 16 : -1;
        for (var length = 0; length < _compressed.Length; length++)
        {
            var status = Decompressor.Decompress(codec, _compressed.Written[..length], 1_000, _plain);
            Assert.True(status is CompressionStatus.Malformed || length == emptyLength, $"{length}: {status}");
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Every_mangled_byte_ends_in_a_status_within_the_limit(CompressionCodec codec)
    {
        Compressor.Compress(codec, GoldenStreams.ShortText, _compressed);
        for (var position = 0; position < _compressed.Length; position++)
        {
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                var mangled = _compressed.Written.ToArray();
                mangled[position] = (byte)value;
                _plain.Clear();

                Decompressor.Decompress(codec, mangled, 1_000, _plain);

                Assert.InRange(_plain.Length, 0, 1_000);
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Noise_ends_in_a_status_for_every_codec(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            foreach (var codec in Enum.GetValues<CompressionCodec>())
            {
                _plain.Clear();
                Decompressor.Decompress(codec, noise, 500, _plain);
                Assert.InRange(_plain.Length, 0, 500);
            }
        }
    }

    [Fact]
    public void Gzip_followed_by_something_is_malformed()
    {
        Compressor.Compress(CompressionCodec.Gzip, GoldenStreams.ShortText, _compressed);
        _compressed.Write("more"u8);

        Assert.Equal(
            CompressionStatus.Malformed,
            Decompressor.Decompress(CompressionCodec.Gzip, _compressed.Written, 1_000, _plain));
    }

    private void AssertComesBack(CompressionCodec codec, byte[] content)
    {
        _compressed.Clear();
        _plain.Clear();
        Compressor.Compress(codec, content, _compressed);

        var status = Decompressor.Decompress(codec, _compressed.Written, content.Length, _plain);

        Assert.True(status is CompressionStatus.Done, $"{codec} of {content.Length} bytes: {status}");
        Assert.True(content.AsSpan().SequenceEqual(_plain.Written), $"{codec} of {content.Length} bytes differs");
    }

    // Pieces of what came before, at all distances and lengths, between short pieces of noise.
    private static byte[] WithRepeats(Random random, int length)
    {
        var content = new byte[length];
        for (var position = 0; position < length;)
        {
            var count = Math.Min(length - position, random.Next(1, random.Next(2, 300)));
            if (position == 0 || random.Next(3) == 0)
            {
                random.NextBytes(content.AsSpan(position, count));
            }
            else
            {
                var source = random.Next(position);
                for (var index = 0; index < count; index++)
                {
                    content[position + index] = content[source + index];
                }
            }

            position += count;
        }

        return content;
    }
}
