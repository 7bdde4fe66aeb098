using Cloud.Core.Storage.Compaction;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Compaction;

/// <summary>Random logs, compacted again and again: what a reader and a producer may rely on.</summary>
public sealed class CompactionProperties
{
    private static readonly CompressionCodec[] Codecs =
        [CompressionCodec.None, CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4];

    [Fact]
    public void Compaction_changes_nothing_that_readers_or_producers_rely_on()
    {
        Seeded.Check(seed =>
        {
            var random = new Random(seed);
            var log = RandomLog(random);
            var original = log.Records().ToDictionary(record => record.Offset);
            var table = log.Table();
            var producers = log.Producers.Save().ToDictionary(producer => producer.ProducerId);
            var (now, firstDirty) = (10_000L, 0L);
            for (var round = 0; round < 5; round++)
            {
                var map = log.Compact(now, random.Next(600), firstDirty, mapSlots: random.Next(16, 60));
                firstDirty = Math.Max(firstDirty, map.LatestOffset.Value + 1);
                now += random.Next(500);

                Assert.Equal(table, log.Table());
                Assert.All(log.Records(), record => Assert.Equal(original[record.Offset], record));
                Assert.Equal(
                    log.Batches.Select(batch => StoredLog.HeaderOf(batch).BaseOffset).Order(),
                    log.Batches.Select(batch => StoredLog.HeaderOf(batch).BaseOffset));
                Assert.Equal(log.EndOffset, StoredLog.HeaderOf(log.Batches[^1]).NextOffset);
                foreach (var (id, expected) in producers)
                {
                    Assert.True(log.ReplayProducers().TryGet(id, out var replayed));
                    Assert.Equal(
                        (expected.Epoch, expected.LastSequence, expected.LastOffset),
                        (replayed.Epoch, replayed.LastSequence, replayed.LastOffset));
                    Assert.False(replayed.IsTransactionOpen);
                }
            }
        });
    }

    [Fact]
    public void Wholly_compacted_log_holds_each_key_once_and_no_old_tombstone()
    {
        Seeded.Check(seed =>
        {
            var log = RandomLog(new Random(seed));

            log.Compact(now: 10_000, deleteRetention: 0);
            log.Compact(now: 10_001, deleteRetention: 0);

            var left = log.Records(isReadUncommitted: true);
            Assert.Equal(log.Table().Keys, left.Select(record => record.Key).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Damaged_batch_is_unreadable_or_filtered_and_never_throws()
    {
        var log = new StoredLog();
        log.Append([("a", "1"), ("b", null), ("c", "3")], StoredLog.By(1, 0, compression: CompressionCodec.Lz4));
        log.Append([("a", "1"), ("b", null), ("c", "3")], StoredLog.By(1, 3));
        log.End(1, TransactionOutcome.Commit);
        foreach (var batch in log.Batches)
        {
            foreach (var mangled in Mangle.EveryByte(batch))
            {
                FilterMangled(mangled, batch.Length);
            }
        }
    }

    private static void FilterMangled(byte[] mangled, int length)
    {
        var isWhole = RecordBatchHeader.TryRead(mangled, out var header) is Cloud.Protocol.ReadStatus.Done;
        if (!isWhole || header.SizeBytes != length)
        {
            return;
        }

        var map = new OffsetMap(new KeyHasher(1, 2), 100, 4096);
        using var filler = new OffsetMapFiller(map, new(0), 1 << 16);
        filler.Add(mangled, header);
        using var filter = new BatchFilter(map, new(), new()
        {
            Now = new(1),
            DeleteRetention = TimeSpan.Zero,
            Producers = new Dictionary<Cloud.Protocol.ProducerId, Cloud.Core.Storage.Producers.ProducerSnapshotEntry>(),
        });
        filter.Filter(mangled, header, isLast: true);
    }

    // Producers 0 to 2; a transaction is decided before its producer goes on, and all of them in the end.
    private static StoredLog RandomLog(Random random)
    {
        var log = new StoredLog();
        var sequences = new int[3];
        var isOpen = new bool[3];
        for (var step = 0; step < 40; step++)
        {
            var producer = random.Next(4) - 1;
            if (producer >= 0 && isOpen[producer] && random.Next(3) == 0)
            {
                log.End(producer, (TransactionOutcome)random.Next(2));
                isOpen[producer] = false;
                continue;
            }

            var count = random.Next(1, 5);
            var options = new RecordBatchOptions { Compression = Codecs[random.Next(Codecs.Length)] };
            if (producer >= 0)
            {
                isOpen[producer] |= random.Next(2) == 0;
                options = StoredLog.By(producer, sequences[producer], isOpen[producer], options.Compression);
                sequences[producer] += count;
            }

            log.Append(Enumerable.Range(0, count).Select(_ => RandomRecord(random)), options, random.Next(5000));
        }

        for (var producer = 0; producer < isOpen.Length; producer++)
        {
            if (isOpen[producer])
            {
                log.End(producer, (TransactionOutcome)random.Next(2));
            }
        }

        return log;
    }

    private static (string? Key, string? Value) RandomRecord(Random random) =>
        ($"key-{random.Next(25)}", random.Next(4) == 0 ? null : $"value-{random.Next()}");
}
