using Cloud.Core.Storage.Compaction;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Compaction;

public sealed class BatchFilterTests
{
    [Fact]
    public void Of_each_key_the_last_record_stays_at_its_offset()
    {
        var log = new StoredLog();
        log.Append([("a", "1"), ("b", "1"), ("a", "2")]);
        log.Append([("c", "1"), ("b", "2")]);

        log.Compact();

        Assert.Equal([(2, "a", "2", 1002), (3, "c", "1", 1000), (4, "b", "2", 1001)], log.Records());
    }

    [Fact]
    public void Batch_of_which_all_records_stay_is_kept_byte_for_byte()
    {
        var log = new StoredLog();
        log.Append([("a", "1"), ("b", "1")], StoredLog.By(1, 0, compression: CompressionCodec.Gzip));
        var before = log.Batches[0];

        log.Compact();

        Assert.Same(before, log.Batches[0].SequenceEqual(before) ? before : null);
        Assert.Equal([FilteredBatchKind.Kept], log.LastKinds);
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    public void Rewritten_batch_keeps_codec_range_producer_and_epoch(CompressionCodec codec)
    {
        var log = new StoredLog();
        var options = StoredLog.By(7, 100, compression: codec) with { PartitionLeaderEpoch = new(5) };
        log.Append([("a", "1"), ("b", "1"), ("c", "1"), ("a", "2")], options);
        log.Append([("c", "2")]);
        var before = StoredLog.HeaderOf(log.Batches[0]);

        log.Compact();

        var after = StoredLog.HeaderOf(log.Batches[0]);
        Assert.Equal(FilteredBatchKind.Rewritten, log.LastKinds[0]);
        Assert.Equal(2, after.RecordCount);
        Assert.Equal(
            before with
            {
                RecordCount = 2,
                BatchLength = after.BatchLength,
                Crc = after.Crc,
                BaseTimestamp = new(1001),
            },
            after);
        Assert.Equal([(1, "b", "1", 1001), (3, "a", "2", 1003), (4, "c", "2", 1000)], log.Records());
    }

    [Fact]
    public void Broker_time_stays_that_of_all_records()
    {
        var log = new StoredLog();
        log.Append([("a", "1"), ("b", "1"), ("a", "2")], new() { LogAppendTime = new(4711) });

        log.Compact();

        Assert.Equal(TimestampType.LogAppendTime, StoredLog.HeaderOf(log.Batches[0]).Attributes.TimestampType);
        Assert.All(log.Records(), record => Assert.Equal(4711, record.Timestamp));
    }

    [Fact]
    public void Record_without_key_goes()
    {
        var log = new StoredLog();
        log.Append([(null, "1"), ("a", "1")]);

        log.Compact();

        Assert.Equal([(1, "a", "1", 1001)], log.Records());
    }

    [Fact]
    public void Tombstone_stays_until_its_horizon_and_record_times_are_unchanged_by_it()
    {
        var log = new StoredLog();
        log.Append([("a", "1"), ("b", "1"), ("a", null)]);
        log.Append([("z", "1")]);

        log.Compact(now: 10_000, deleteRetention: 500);
        var marked = StoredLog.HeaderOf(log.Batches[0]);
        Assert.True(marked.Attributes.HasDeleteHorizon);
        Assert.Equal(10_500, marked.BaseTimestamp.Milliseconds);
        Assert.Equal([(1, "b", "1", 1001), (2, "a", null, 1002), (3, "z", "1", 1000)], log.Records());

        log.Compact(now: 10_499, firstDirty: 4);
        Assert.Contains((2, "a", null, 1002), log.Records());
        Assert.Equal(FilteredBatchKind.Kept, log.LastKinds[0]);

        log.Compact(now: 10_500, firstDirty: 4);
        Assert.Equal([(1, "b", "1", 1001), (3, "z", "1", 1000)], log.Records());
    }

    [Fact]
    public void Value_that_comes_back_after_its_tombstone_stays()
    {
        var log = new StoredLog();
        log.Append([("a", "1")]);
        log.Append([("a", null)]);
        log.Append([("a", "2")]);

        log.Compact();

        Assert.Equal([(2, "a", "2", 1000)], log.Records());
    }

    [Fact]
    public void Aborted_records_go_whatever_their_keys_and_do_not_hide_older_ones()
    {
        var log = new StoredLog();
        log.Append([("a", "old")]);
        log.Append([("a", "aborted"), ("b", "aborted")], StoredLog.By(1, 0, isTransactional: true));
        log.End(1, TransactionOutcome.Abort);
        log.Append([("c", "1")], StoredLog.By(1, 2));

        log.Compact();

        Assert.Equal(["a", "c"], log.Records(isReadUncommitted: true).Select(record => record.Key));
        Assert.Equal(FilteredBatchKind.Dropped, log.LastKinds[1]);
    }

    [Fact]
    public void Committed_records_count_as_any_other()
    {
        var log = new StoredLog();
        log.Append([("a", "old")]);
        log.Append([("a", "new")], StoredLog.By(1, 0, isTransactional: true));
        log.End(1, TransactionOutcome.Commit);

        log.Compact();

        Assert.Equal([("a", "new")], log.Records().Select(record => (record.Key, record.Value)));
        Assert.Equal(FilteredBatchKind.Kept, log.LastKinds[2]);
    }

    [Fact]
    public void Marker_outlives_its_data_by_two_compactions()
    {
        var log = new StoredLog();
        log.Append([("a", "aborted")], StoredLog.By(1, 0, isTransactional: true));
        log.End(1, TransactionOutcome.Abort);
        log.Append([("z", "1")], StoredLog.By(1, 1));
        log.Append([("y", "1")]);

        log.Compact(now: 10_000);
        Assert.Equal(FilteredBatchKind.Kept, log.LastKinds[1]);
        Assert.Single(log.Aborted);

        log.Compact(now: 10_100, deleteRetention: 500);
        Assert.Equal(FilteredBatchKind.Rewritten, log.LastKinds[0]);
        Assert.Empty(log.Aborted);
        Assert.Equal(10_600, StoredLog.HeaderOf(log.Batches[0]).BaseTimestamp.Milliseconds);

        log.Compact(now: 10_599);
        Assert.Equal(FilteredBatchKind.Kept, log.LastKinds[0]);

        log.Compact(now: 10_600);
        Assert.Equal(FilteredBatchKind.Dropped, log.LastKinds[0]);
    }

    [Fact]
    public void Last_batch_of_a_living_producer_stays_as_a_header()
    {
        var log = new StoredLog();
        log.Append([("a", "1"), ("b", "1")], StoredLog.By(7, 41));
        log.Append([("a", "2"), ("b", "2")]);

        log.Compact();

        var left = StoredLog.HeaderOf(log.Batches[0]);
        Assert.Equal(FilteredBatchKind.Emptied, log.LastKinds[0]);
        Assert.Equal((0, 61, 41, 42), (left.RecordCount, left.SizeBytes, left.BaseSequence, left.LastSequence));
        log.Compact();
        Assert.Equal(FilteredBatchKind.Kept, log.LastKinds[0]);
    }

    [Fact]
    public void Header_of_a_producer_that_expired_goes()
    {
        var log = new StoredLog();
        log.Append([("a", "1")], StoredLog.By(7, 0));
        log.Append([("a", "2")]);
        log.Compact();

        log.Producers.RemoveExpired(new(long.MaxValue), TimeSpan.FromDays(1));
        log.Compact();

        Assert.Equal(FilteredBatchKind.Dropped, log.LastKinds[0]);
    }

    [Fact]
    public void Last_marker_of_a_producer_without_data_stays_for_its_epoch()
    {
        var log = new StoredLog();
        log.End(7, TransactionOutcome.Abort, epoch: 3);
        log.Append([("a", "1")]);

        log.Compact(now: 10_000, deleteRetention: 0);
        log.Compact(now: 10_001);

        Assert.Equal(FilteredBatchKind.Emptied, log.LastKinds[0]);
        Assert.True(StoredLog.HeaderOf(log.Batches[0]).Attributes.IsControl);
    }

    [Fact]
    public void Tombstone_beyond_the_map_stays_though_its_batch_has_an_old_horizon()
    {
        using var builder = new RecordBatchBuilder(new() { DeleteHorizon = new(1) });
        builder.Append(new(1000), "a"u8, Cloud.Protocol.NullableBytes.Null);
        builder.Append(new(1000), "k"u8, "1"u8);
        builder.Append(new(1000), "k"u8, Cloud.Protocol.NullableBytes.Null);
        var batch = builder.Build().ToArray();
        var map = new OffsetMap(new KeyHasher(1, 2), 10, 4096);
        map.TryPut("a"u8, new(0));
        map.CoverUpTo(new(0));
        using var filter = new BatchFilter(map, new(), new()
        {
            Now = new(10_000),
            DeleteRetention = TimeSpan.Zero,
            Producers = new Dictionary<Cloud.Protocol.ProducerId, Cloud.Core.Storage.Producers.ProducerSnapshotEntry>(),
        });

        var filtered = filter.Filter(batch, StoredLog.HeaderOf(batch), isLast: false);

        Assert.Equal(FilteredBatchKind.Rewritten, filtered.Kind);
        Assert.Equal(2, StoredLog.HeaderOf(filtered.Bytes.ToArray()).RecordCount);
    }

    [Fact]
    public void Records_beyond_a_full_map_stay_and_the_next_run_goes_on_there()
    {
        var log = new StoredLog();
        log.Append(Enumerable.Range(0, 30).Select(key => ((string?)$"k{key}", (string?)"1")));
        log.Append(Enumerable.Range(0, 30).Select(key => ((string?)$"k{key}", (string?)"2")));

        var firstDirty = 0L;
        for (var runs = 1; firstDirty < 60; runs++)
        {
            var covered = log.Compact(firstDirty: firstDirty, mapSlots: 16).LatestOffset.Value + 1;
            Assert.True(covered > firstDirty);
            Assert.InRange(runs, 1, 10);
            firstDirty = covered;
        }

        Assert.Equal(30, log.Records().Count);
        Assert.All(log.Records(), record => Assert.Equal("2", record.Value));
    }
}
