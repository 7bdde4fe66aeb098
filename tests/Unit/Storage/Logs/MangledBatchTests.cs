using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Logs;

/// <summary>
/// What producers and leaders send is damaged in every byte: the outcome is a status, and the log goes on.
/// </summary>
public sealed class MangledBatchTests
{
    // Lie outside of the checksum, because a leader sets them.
    private const int BaseOffsetEnd = 8;
    private const int EpochStart = 12;
    private const int EpochEnd = 16;

    public static TheoryData<CompressionCodec, bool> Kinds => new()
    {
        { CompressionCodec.None, false },
        { CompressionCodec.None, true },
        { CompressionCodec.Gzip, true },
        { CompressionCodec.Snappy, false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mangled_batch_from_a_producer_is_refused_and_the_log_stays_as_it_was(
        CompressionCodec codec, bool isCompacted)
    {
        var log = new LogFixture(new() { IsCompacted = isCompacted });
        log.Append(records: 2);
        var before = log.Disk.ContentOf(log.PathOf("00000000000000000000.log"));
        var batch = Sample(codec);

        foreach (var (mangled, at) in MangledBytes(batch))
        {
            if (at is >= EpochStart and < EpochEnd)
            {
                continue;
            }

            var result = log.Append(mangled);
            Assert.True(result.Outcome is AppendOutcome.InvalidBatch, $"byte {at}: {result.Outcome}");
            Assert.NotEqual(RecordBatchStatus.Valid, result.BatchStatus);
        }

        Assert.Null(log.Log.Failure);
        Assert.Equal(before, log.Disk.ContentOf(log.PathOf("00000000000000000000.log")));
        Assert.Equal(AppendOutcome.Appended, log.Append(batch).Outcome);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cut_batch_is_refused(CompressionCodec codec, bool isCompacted)
    {
        var log = new LogFixture(new() { IsCompacted = isCompacted });

        foreach (var cut in Mangle.EveryTruncation(Sample(codec)))
        {
            Assert.Equal(AppendOutcome.InvalidBatch, log.Append(cut).Outcome);
        }

        Assert.Equal(Offset.Zero, log.Log.LogEndOffset);
    }

    [Fact]
    public void Epoch_of_a_producer_counts_for_nothing_and_its_offset_must_be_zero()
    {
        var log = new LogFixture { Epoch = new(3) };
        var end = Offset.Zero;
        foreach (var (mangled, at) in MangledBytes(Sample(CompressionCodec.None)))
        {
            if (at < BaseOffsetEnd)
            {
                Assert.Equal(RecordBatchStatus.OffsetRangeInvalid, log.Append(mangled).BatchStatus);
            }
            else if (at is >= EpochStart and < EpochEnd)
            {
                Assert.Equal(end, log.Append(mangled).BaseOffset);
                end = end.Plus(3);
            }
        }

        Assert.Equal(end, log.Log.LogEndOffset);
        Assert.Equal(new LeaderEpoch(3), log.Log.Epochs.LatestEpoch);
    }

    // With a right checksum the bytes come from a broken or hostile client: records are looked into where they must be.
    [Fact]
    public void Batch_with_mangled_records_and_a_right_checksum_never_breaks_a_compacted_or_recompressing_log()
    {
        LogSettings[] inspecting = [new() { IsCompacted = true }, new() { Compression = CompressionCodec.Gzip }];
        foreach (var settings in inspecting)
        {
            foreach (var codec in (CompressionCodec[])[CompressionCodec.None, CompressionCodec.Snappy])
            {
                var log = new LogFixture(settings);
                foreach (var (mangled, _) in MangledBytes(Sample(codec)))
                {
                    if (mangled.Length >= RecordBatchLayout.Records)
                    {
                        RecordBatchPatch.WriteChecksum(mangled);
                    }

                    Assert.True(log.Append(mangled).Outcome
                        is AppendOutcome.InvalidBatch or AppendOutcome.Appended or AppendOutcome.RefusedForProducer);
                }

                Assert.Null(log.Log.Failure);
                log.Offsets();
            }
        }
    }

    [Fact]
    public void Mangled_batch_from_a_leader_is_refused_or_taken_whole()
    {
        var leader = new LogFixture { Epoch = new(4) };
        leader.Append(Sample(CompressionCodec.None));
        using var region = leader.Read(0).Region!;
        foreach (var (mangled, at) in MangledBytes(region.ToArray()))
        {
            var follower = new LogFixture();
            var result = follower.Log.AppendAsFollower(mangled, new(new(0), false, LogFixture.Noon));

            // The epoch lies outside of the checksum; every other byte is told.
            Assert.True(
                result.Outcome is not AppendOutcome.Appended || at is >= EpochStart and < EpochEnd, $"byte {at}");
            Assert.Null(follower.Log.Failure);
        }
    }

    private static byte[] Sample(CompressionCodec codec) =>
        LogFixture.Batch(records: 3, valueBytes: 40, options: new() { Compression = codec });

    private static IEnumerable<(byte[] Bytes, int At)> MangledBytes(byte[] batch)
    {
        var count = 0;
        var perByte = Mangle.EveryByte(batch).Count() / batch.Length;
        foreach (var mangled in Mangle.EveryByte(batch))
        {
            yield return (mangled, count++ / perByte);
        }
    }
}
