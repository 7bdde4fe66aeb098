using System.Globalization;
using System.Text;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Simulation.Storage;

/// <summary>
/// Fills a compacted log with few keys: values, tombstones, idempotent producers, transactions that commit and abort,
/// and one more segment than compaction may touch. Every transaction is decided in the end.
/// </summary>
internal sealed class CompactionLoad(Random random, PartitionLog log)
{
    private const int ProducerCount = 3;
    private const int KeyCount = 12;

    private static readonly CompressionCodec[] Codecs =
        [CompressionCodec.None, CompressionCodec.None, CompressionCodec.Lz4, CompressionCodec.Snappy];

    private readonly int[] _nextSequence = new int[ProducerCount];
    private readonly bool[] _isInTransaction = new bool[ProducerCount];

    public void Append(int batchCount, Instant now)
    {
        for (var at = 0; at < batchCount; at++)
        {
            var producer = random.Next(ProducerCount + 1) - 1;
            if (producer >= 0 && _isInTransaction[producer] && random.Next(2) == 0)
            {
                EndTransaction(producer, now);
            }
            else
            {
                AppendData(producer, now);
            }
        }

        for (var producer = 0; producer < ProducerCount; producer++)
        {
            if (_isInTransaction[producer])
            {
                EndTransaction(producer, now);
            }
        }
    }

    /// <summary>Batches of producers without ids: they follow on whatever the log holds.</summary>
    public void AppendPlain(int batchCount, Instant now)
    {
        for (var at = 0; at < batchCount; at++)
        {
            AppendData(producer: -1, now);
        }
    }

    private void AppendData(int producer, Instant now)
    {
        var count = random.Next(4) + 1;
        using var builder = new RecordBatchBuilder(OptionsOf(producer, count));
        for (var at = 0; at < count; at++)
        {
            var key = Encoding.ASCII.GetBytes($"key-{random.Next(KeyCount)}");
            var value = random.Next(4) == 0
                ? null
                : Encoding.ASCII.GetBytes(TextOf(random.Next()).PadRight(random.Next(120)));
            builder.Append(now.Plus(TimeSpan.FromMilliseconds(at)), (NullableBytes)key, (NullableBytes)value);
        }

        Append(builder.Build().ToArray(), RecordBatchOrigin.Client, now);
    }

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    private RecordBatchOptions OptionsOf(int producer, int count)
    {
        var options = new RecordBatchOptions { Compression = Codecs[random.Next(Codecs.Length)] };
        if (producer < 0)
        {
            return options;
        }

        _isInTransaction[producer] |= random.Next(2) == 0;
        var sequence = _nextSequence[producer];
        _nextSequence[producer] += count;
        return options with
        {
            ProducerId = new(producer),
            ProducerEpoch = new(0),
            BaseSequence = sequence,
            IsTransactional = _isInTransaction[producer],
        };
    }

    private void EndTransaction(int producer, Instant now)
    {
        _isInTransaction[producer] = false;
        using var builder = new RecordBatchBuilder(EndTransactionMarker.BatchOptions(new(producer), new(0)));
        new EndTransactionMarker((TransactionOutcome)random.Next(2), CoordinatorEpoch: 0).AppendTo(builder, now);
        Append(builder.Build().ToArray(), RecordBatchOrigin.Coordinator, now);
    }

    private void Append(byte[] batch, RecordBatchOrigin origin, Instant now)
    {
        var results = new AppendResult[1];
        log.AppendAsLeader([batch], new(new LeaderEpoch(0), now, origin), results);
        Expect.That(results[0].Outcome is AppendOutcome.Appended, $"a batch of the load is appended: {results[0]}");
    }
}
