using Cloud.Core.Storage.Segments;
using Cloud.Unit.Storage.Logs;

namespace Cloud.Unit.Storage.Segments;

public sealed class IndexFormatTests
{
    [Fact]
    public void Offset_index_has_kafkas_bytes()
    {
        OffsetIndexEntry[] entries = [new(17, 4200), new(0x01020304, 0x7F000001)];

        var bytes = IndexFormat.Encode<OffsetIndexEntry>(entries);

        Assert.Equal("00000011" + "00001068" + "01020304" + "7F000001", Convert.ToHexString(bytes));
        Assert.True(IndexFormat.TryDecode<OffsetIndexEntry>(bytes, out var table));
        Assert.Equal(entries, table.Span.ToArray());
    }

    [Fact]
    public void Time_index_has_kafkas_bytes()
    {
        TimeIndexEntry[] entries = [new(0x0000019786A1B2C3, 5), new(0x0000019786A1B2C4, 9)];

        var bytes = IndexFormat.Encode<TimeIndexEntry>(entries);

        Assert.Equal(
            "0000019786A1B2C3" + "00000005" + "0000019786A1B2C4" + "00000009", Convert.ToHexString(bytes));
        Assert.True(IndexFormat.TryDecode<TimeIndexEntry>(bytes, out var table));
        Assert.Equal(entries, table.Span.ToArray());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0000001100001068" + "0000001100002068")]
    [InlineData("0000001100001068" + "0000001200001068")]
    [InlineData("0000000000000000")]
    [InlineData("FFFFFFFF00001068")]
    public void Offset_index_that_does_not_grow_is_refused(string hex)
    {
        Assert.False(IndexFormat.TryDecode<OffsetIndexEntry>(Convert.FromHexString(hex), out _));
    }

    [Fact]
    public void Segment_files_are_named_by_twenty_digits()
    {
        Assert.Equal("00000000000000000042.log", SegmentFileNames.Of(new(42), SegmentFileNames.LogSuffix));
        Assert.True(SegmentFileNames.TryParse("09223372036854775807.timeindex", out var offset, out var suffix));
        Assert.Equal((long.MaxValue, ".timeindex"), (offset.Value, suffix));
        Assert.False(SegmentFileNames.TryParse("leader-epoch-checkpoint", out _, out _));
        Assert.False(SegmentFileNames.TryParse("0000000000000000004x.log", out _, out _));
    }

    [Fact]
    public void Closed_log_has_indexes_that_point_at_the_last_batch_of_each_interval()
    {
        var log = new LogFixture(new() { IndexIntervalBytes = 200 });
        for (var i = 0; i < 8; i++)
        {
            log.Append(valueBytes: 20, timestamp: LogFixture.Noon.Plus(TimeSpan.FromMilliseconds(i)));
        }

        log.Log.Close();
        var sizeBytes = LogFixture.Batch(valueBytes: 20).Length;
        IndexFormat.TryDecode<OffsetIndexEntry>(
            log.Disk.ContentOf(log.PathOf("00000000000000000000.index")), out var offsets);
        IndexFormat.TryDecode<TimeIndexEntry>(
            log.Disk.ContentOf(log.PathOf("00000000000000000000.timeindex")), out var times);

        Assert.Equal([new(3, 3 * sizeBytes), new(6, 6 * sizeBytes)], offsets.Span.ToArray());
        Assert.Equal([3, 6, 7], times.Span.ToArray().Select(entry => entry.RelativeOffset));
        Assert.Equal(LogFixture.Noon.Milliseconds + 7, times[2].Timestamp);
    }
}
