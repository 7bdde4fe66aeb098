using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Logs;

/// <summary>
/// Readers on threads of their own beside the writer, on real files, with far fewer handles than segments.
/// </summary>
public sealed class ConcurrentReadTests : IDisposable
{
    private const int AppendCount = 3000;

    private readonly string _path = Directory.CreateTempSubdirectory("cloud-log-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Readers_see_whole_batches_while_the_log_grows_rolls_and_loses_its_head()
    {
        var options = new DataFolderOptions { OpenFilesMax = 2 };
        var settings = new LogSettings { SegmentBytesMax = 4000, IndexIntervalBytes = 300, IsWriteCaching = true };
        var folder = new DataFolder(_path, new RealFileSystem(), new PoolExecutor(), options);
        var log = folder.Open(new("orders", 0), new(LogFixture.Noon, _ => settings));
        using var done = new CancellationTokenSource();

        var readers = Enumerable.Range(1, 3).Select(seed => OnThread(() => ReadUntil(log, seed, done.Token))).ToList();
        try
        {
            await OnThread(() => Write(log));
        }
        finally
        {
            await done.CancelAsync();
        }

        await Task.WhenAll(readers);

        Assert.Null(log.Failure);
        Assert.InRange(folder.OpenFileCount, 0, 6);
    }

    // Threads of their own: they would take those of the pool from all other tests.
    private static Task OnThread(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);

    private static void Write(PartitionLog log)
    {
        var results = new AppendResult[1];
        for (var i = 0; i < AppendCount; i++)
        {
            log.AppendAsLeader([LogFixture.Batch(records: 1 + (i % 3))], new(new(0), LogFixture.Noon), results);
            if (i % 50 == 0)
            {
                _ = log.WhenFlushed(log.LogEndOffset);
            }

            if (i % 400 == 399)
            {
                log.AdvanceLogStart(new(log.LogEndOffset.Value - 200));
                log.DeleteOldSegments();
            }
        }
    }

    private static void ReadUntil(PartitionLog log, int seed, CancellationToken done)
    {
        var random = new Random(seed);
        while (!done.IsCancellationRequested)
        {
            var range = log.LogEndOffset.DistanceFrom(log.LogStartOffset);
            var offset = log.LogStartOffset.Plus(range == 0 ? 0 : random.NextInt64(range));
            var read = log.Read(new(offset, log.LogEndOffset, 2000));
            if (read.Status is LogReadStatus.Found)
            {
                using var region = read.Region!;
                CheckBatches(region.ToArray(), offset);
            }
        }
    }

    private static void CheckBatches(byte[] bytes, Offset offset)
    {
        var batches = new RecordBatches(bytes);
        var next = Offset.None;
        while (batches.MoveNext())
        {
            var header = batches.Current.Header;
            Assert.True(RecordBatchValidator.HasValidChecksum(batches.Current.Bytes, header));
            Assert.True(next == Offset.None ? header.BaseOffset <= offset : header.BaseOffset == next);
            Assert.True(next > Offset.None || header.LastOffset >= offset);
            next = header.NextOffset;
        }

        Assert.Equal(RecordBatchStatus.Valid, batches.Status);
    }

    private sealed class PoolExecutor : Core.Storage.Durability.IDiskExecutor
    {
        public void Post(Action work) => ThreadPool.QueueUserWorkItem(static state => ((Action)state!)(), work);
    }
}
