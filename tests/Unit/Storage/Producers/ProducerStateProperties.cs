using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Producers;

/// <summary>Random producers, retries, zombies and markers against one log.</summary>
public sealed class ProducerStateProperties
{
    private const int Steps = 120;
    private const int Producers = 4;

    [Fact]
    public void Replica_that_replays_the_log_has_the_same_state_however_it_is_cut_into_appends()
    {
        Seeded.Check(seed =>
        {
            var log = RandomLog(seed);

            foreach (var batchesPerAppend in new[] { 1, 3, 1000 })
            {
                var replica = log.Replay(batchesPerAppend);
                Assert.Equal(Sorted(log.Table), Sorted(replica.Table));
                Assert.Equal(log.Aborted, replica.Aborted);
                Assert.Equal(log.Table.FirstUndecidedOffset, replica.Table.FirstUndecidedOffset);
            }
        });
    }

    [Fact]
    public void Snapshot_and_replay_from_any_point_gives_the_same_state()
    {
        Seeded.Check(seed =>
        {
            var log = RandomLog(seed);
            var at = new Random(seed).Next(log.Batches.Count);
            var half = new ProducerLog();
            foreach (var (header, marker) in log.Batches[..at])
            {
                half.Table.Stage(header, marker, RecordBatchOrigin.Log);
                half.Table.CommitStaged(header.NextOffset, half.Aborted);
            }

            var file = ProducerSnapshot.Encode(half.Table.Save());
            ProducerSnapshot.TryDecode(file, out var entries);
            var restored = new ProducerStateTable();
            restored.Load(entries!, half.Table.EndOffset, new(0), TimeSpan.MaxValue);
            foreach (var (header, marker) in log.Batches[at..])
            {
                restored.Stage(header, marker, RecordBatchOrigin.Log);
                restored.CommitStaged(header.NextOffset, half.Aborted);
            }

            Assert.Equal(Sorted(log.Table), Sorted(restored));
            Assert.Equal(log.Aborted, half.Aborted);
        });
    }

    [Fact]
    public void Accepted_sequences_of_an_epoch_have_no_gap_and_no_repetition()
    {
        Seeded.Check(seed =>
        {
            var next = new Dictionary<(long Producer, short Epoch), int>();
            foreach (var (header, _) in RandomLog(seed).Batches.Where(batch => !batch.Header.Attributes.IsControl))
            {
                var key = (header.ProducerId.Value, header.ProducerEpoch.Value);
                if (next.TryGetValue(key, out var expected))
                {
                    Assert.Equal(expected, header.BaseSequence);
                }

                next[key] = SequenceNumber.Plus(header.LastSequence, 1);
            }
        });
    }

    [Fact]
    public void Fetch_of_any_range_finds_exactly_the_aborted_transactions_that_overlap_it()
    {
        Seeded.Check(seed =>
        {
            var log = RandomLog(seed).Replay(batchesPerAppend: 7);
            for (var from = 0L; from < log.EndOffset.Value; from += 3)
            {
                for (var to = from + 1; to <= log.EndOffset.Value; to += 5)
                {
                    var found = new List<AbortedTransaction>();
                    TransactionIndexSearch.Collect(log.Aborted, new(from), new(to), found);

                    Assert.Equal(
                        log.Aborted.Where(entry => entry.LastOffset.Value >= from && entry.FirstOffset.Value < to),
                        found);
                }
            }
        }, runs: 40);
    }

    // Half of what is sent is what an honest producer would send; the rest is repeated, skipped or from a zombie.
    private static ProducerLog RandomLog(int seed)
    {
        var random = new Random(seed);
        var log = new ProducerLog();
        var nextSequence = new int[Producers];
        for (var producer = 0; producer < Producers; producer++)
        {
            nextSequence[producer] = random.Next(3) == 0 ? int.MaxValue - random.Next(4) : 0;
        }

        for (var step = 0; step < Steps; step++)
        {
            var producer = random.Next(Producers);
            var sent = random.Next(5) == 0 ? RandomMarker(random, producer) : new Sent
            {
                Producer = producer,
                Epoch = (short)(random.Next(12) == 0 ? random.Next(3) : 0),
                Sequence = (nextSequence[producer] + (random.Next(4) == 0 ? random.Next(-2, 3) : 0)) & int.MaxValue,
                Count = random.Next(1, 4),
                IsTransactional = random.Next(3) > 0,
            };
            if (log.Append(sent).IsAccepted && sent.Marker is null)
            {
                nextSequence[producer] = SequenceNumber.Plus(sent.Sequence, sent.Count);
            }
        }

        return log;
    }

    private static Sent RandomMarker(Random random, int producer) => new()
    {
        Producer = producer,
        Epoch = (short)(random.Next(12) == 0 ? 1 : 0),
        Marker = new((TransactionOutcome)random.Next(2), random.Next(2)),
        IsTransactional = true,
        Origin = RecordBatchOrigin.Coordinator,
    };

    private static IEnumerable<ProducerSnapshotEntry> Sorted(ProducerStateTable table) =>
        table.Save().OrderBy(entry => entry.ProducerId.Value);
}
