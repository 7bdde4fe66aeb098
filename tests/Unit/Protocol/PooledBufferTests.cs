using Cloud.Protocol;

namespace Cloud.Unit.Protocol;

public sealed class PooledBufferTests
{
    [Fact]
    public void Buffer_that_grows_keeps_what_was_written()
    {
        using var buffer = new PooledBuffer(initialCapacity: 1);
        var expected = new List<byte>();
        for (var count = 0; count < 300; count++)
        {
            var piece = new byte[count];
            Array.Fill(piece, (byte)count);
            buffer.Write(piece);
            expected.AddRange(piece);
        }

        Assert.Equal(expected, buffer.Written.ToArray());
    }

    [Fact]
    public void Truncated_buffer_goes_on_after_what_is_left()
    {
        using var buffer = new PooledBuffer();
        buffer.Write("abcdef"u8);

        buffer.Truncate(2);
        buffer.Write("xy"u8);

        Assert.Equal("abxy"u8, buffer.Written);
    }

    [Fact]
    public void Released_buffer_holds_nothing_and_may_be_written_again()
    {
        using var buffer = new PooledBuffer();
        buffer.Write("abcdef"u8);

        buffer.Release();
        Assert.Equal((0, 0), (buffer.Length, buffer.Capacity));
        buffer.Write("xy"u8);

        Assert.Equal("xy"u8, buffer.Written);
    }

    [Fact]
    public void Buffer_that_was_disposed_refuses_to_write()
    {
        var buffer = new PooledBuffer();
        buffer.Dispose();
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.Write("a"u8));
    }

    [Fact]
    public void Advance_beyond_what_was_reserved_stops()
    {
        using var buffer = new PooledBuffer(initialCapacity: 16);

        Assert.Throws<InvariantBrokenException>(() => buffer.Advance(1_000_000));
    }
}
