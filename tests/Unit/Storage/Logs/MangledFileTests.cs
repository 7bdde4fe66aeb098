using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Logs;

/// <summary>
/// Every file of a closed log is damaged in every region: the outcome is a good log or the typed error.
/// </summary>
public sealed class MangledFileTests
{
    private static readonly LogSettings Settings = new() { SegmentBytesMax = 600, IndexIntervalBytes = 100 };

    public static TheoryData<bool> Starts => [true, false];

    [Theory]
    [MemberData(nameof(Starts))]
    public void Flipped_bits_are_found_or_harmless(bool isClean)
    {
        foreach (var path in Closed().Disk.AllFiles())
        {
            for (var position = 0L; position < Closed().Disk.ContentOf(path).Length; position += 3)
            {
                var log = Closed();
                log.Disk.FlipBit(path, position, (int)(position % 8));
                CheckOutcome(log, isClean, $"{path} at {position}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Shortened_and_missing_files_are_found_or_harmless(bool isClean)
    {
        foreach (var path in Closed().Disk.AllFiles())
        {
            var length = Closed().Disk.ContentOf(path).Length;
            foreach (var kept in new[] { 0, 1, length / 2, length - 1 }.Where(kept => kept >= 0))
            {
                var log = Closed();
                using (var file = log.Disk.Open(path, Core.Storage.Files.FileAccessMode.WriteExisting))
                {
                    file.SetLength(kept);
                }

                CheckOutcome(log, isClean, $"{path} cut to {kept}");
            }

            if (!path.EndsWith(".log", StringComparison.Ordinal))
            {
                var log = Closed();
                log.Disk.DeleteFile(path);
                CheckOutcome(log, isClean, $"{path} deleted");
            }
        }
    }

    private static LogFixture Closed()
    {
        var log = new LogFixture(Settings);
        for (var i = 0; i < 12; i++)
        {
            log.Epoch = new(i / 4);
            log.Append(records: 2, valueBytes: 30, timestamp: LogFixture.Noon.Plus(TimeSpan.FromMilliseconds(i)));
        }

        AppendAborted(log);
        log.Log.Close();
        return log;
    }

    private static void AppendAborted(LogFixture log)
    {
        var options = new RecordBatchOptions
        {
            ProducerId = new(5), ProducerEpoch = new(0), BaseSequence = 0, IsTransactional = true,
        };
        log.Append(LogFixture.Batch(records: 2, options: options));
        using var builder = new RecordBatchBuilder(EndTransactionMarker.BatchOptions(new(5), new(0)));
        new EndTransactionMarker(TransactionOutcome.Abort, 1).AppendTo(builder, LogFixture.Noon);
        var append = new LeaderAppend(log.Epoch, LogFixture.Noon, RecordBatchOrigin.Coordinator);
        log.Log.AppendAsLeader([builder.Build().ToArray()], append, new AppendResult[1]);
        log.Log.Roll(LogFixture.Noon);
        log.Append();
    }

    private static void CheckOutcome(LogFixture log, bool isClean, string damage)
    {
        try
        {
            log.Open(isClean, recoveryPoint: new(28));
            for (var offset = log.Log.LogStartOffset; offset < log.Log.LogEndOffset; offset = offset.Plus(1))
            {
                using var region = log.Read(offset.Value).Region;
                var isRead = RecordBatchHeader.TryRead(region!.ToArray(), out var header);
                Assert.True(
                    isRead is ReadStatus.Done && header.LastOffset >= offset && header.BaseOffset <= offset, damage);
            }

            log.Log.FindByTimestamp(LogFixture.Noon);
            log.Log.AbortedTransactionsIn(log.Log.LogStartOffset, log.Log.LogEndOffset);
            Assert.True(log.Log.LogEndOffset == new Offset(28), damage);
        }
        catch (LogCorruptException corrupt)
        {
            Assert.True(corrupt.Path.EndsWith(".log", StringComparison.Ordinal), damage);
        }
    }
}
