using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Simulation.Disks;
using Cloud.Unit.Storage.Logs;

namespace Cloud.Unit.Storage.Manager;

public sealed class DataFolderTests
{
    private static readonly TopicPartition Orders = new("orders", 0);
    private static readonly TopicPartition Payments = new("pay-ments", 3);
    private static readonly LogStart Start = new(LogFixture.Noon, _ => new());

    private readonly SimulatedDisk _disk = new(seed: 3);
    private readonly SimulatedDiskExecutor _executor = new(seed: 3);

    [Fact]
    public async Task Clean_start_opens_no_log_until_it_is_asked_for()
    {
        var folder = await Started();
        Append(folder.Open(Orders, Start), 3);
        Append(folder.Open(Payments, Start), 2);
        await Done(folder.Shutdown(brokerEpoch: 7));

        var again = await Started();

        Assert.Equal(7, again.CleanBrokerEpoch);
        Assert.Equal(2, again.LogCount);
        Assert.False(again.TryGetOpen(Orders, out _));
        Assert.Equal(new Offset(3), again.Open(Orders, Start).LogEndOffset);
        Assert.False(_disk.FileExists("/data/.kafka_cleanshutdown"));
    }

    [Fact]
    public async Task Unclean_start_verifies_all_logs_and_reports_progress()
    {
        var folder = await Started();
        Append(folder.Open(Orders, Start), 3);
        Append(folder.Open(Payments, Start), 2);
        _disk.FlushFolder("/data");
        var progress = new List<string>();

        var again = await Started(Start with { Progress = report => progress.Add(report.LogFolder) });

        Assert.False(again.WasClean);
        Assert.True(again.TryGetOpen(Orders, out var log));
        Assert.Equal(new Offset(3), log.LogEndOffset);
        Assert.Equal(["orders-0", "pay-ments-3"], progress.Order());
    }

    [Fact]
    public async Task Corrupt_log_does_not_keep_the_others_from_starting()
    {
        var folder = await Started();
        Append(folder.Open(Orders, Start), 3);
        Append(folder.Open(Payments, Start), 2);
        await Done(folder.Shutdown(brokerEpoch: 1));
        _disk.DeleteFile("/data/.kafka_cleanshutdown");
        _disk.FlipBit("/data/orders-0/00000000000000000000.log", 80, 1);
        _disk.DeleteFile("/data/orders-0/leader-epoch-checkpoint");

        var again = await Started();

        var failure = Assert.IsType<LogCorruptException>(again.FailureOf(Orders));
        Assert.Equal("/data/orders-0/00000000000000000000.log", failure.Path);
        Assert.True(again.TryGetOpen(Payments, out _));
        Assert.True(_disk.FileExists(failure.Path));
    }

    [Fact]
    public async Task Deleted_log_is_renamed_at_once_and_removed_later()
    {
        var folder = await Started();
        var log = folder.Open(Orders, Start);
        Append(log, 1);

        folder.Delete(Orders, new Guid("00000000-0000-0000-0000-000000000001"));

        Assert.Equal(["orders-0.00000000000000000000000000000001-delete"], _disk.ListFolders("/data"));
        Assert.Throws<LogFailedException>(() => log.AdvanceLogStart(new(1)));
        Assert.Equal(1, folder.PurgeDeleted());
        Assert.Empty(_disk.ListFolders("/data"));
        Assert.Equal(Offset.Zero, folder.Open(Orders, Start).LogEndOffset);
    }

    [Fact]
    public async Task Deletion_on_a_full_disk_waits_until_the_name_can_be_forgotten()
    {
        var folder = await Started();
        Append(folder.Open(Orders, Start), 3);
        folder.Checkpoint();
        _disk.Fault = operation => operation.Kind is DiskOperationKind.Write ? StorageErrorKind.DiskFull : null;

        Assert.Throws<StorageException>(() => folder.Delete(Orders, new Guid(1, 0, 0, new byte[8])));
        Assert.True(folder.Contains(Orders));

        _disk.Fault = null;
        folder.Delete(Orders, new Guid(1, 0, 0, new byte[8]));
        Append(folder.Open(Orders, Start), 1);
        var again = await Started();

        Assert.Null(again.FailureOf(Orders));
        Assert.Equal(new Offset(1), again.Open(Orders, Start).LogEndOffset);
    }

    [Fact]
    public async Task Log_that_was_expected_and_never_made_can_be_deleted_and_made()
    {
        var folder = await Started();
        folder.Expect(Orders);

        folder.Delete(Orders, new Guid(1, 0, 0, new byte[8]));

        Assert.False(folder.Contains(Orders));
        Assert.Equal(Offset.Zero, folder.Open(Orders, Start).LogEndOffset);
    }

    [Fact]
    public async Task Checkpoints_have_kafkas_bytes()
    {
        var folder = await Started();
        Append(folder.Open(Orders, Start), 3);
        folder.CheckpointHighWatermarks([new(Orders, new(2))]);
        await Done(folder.Shutdown(brokerEpoch: 12));

        Assert.Equal("0\n1\norders 0 3\n", Text("recovery-point-offset-checkpoint"));
        Assert.Equal("0\n1\norders 0 0\n", Text("log-start-offset-checkpoint"));
        Assert.Equal("0\n1\norders 0 2\n", Text("replication-offset-checkpoint"));
        Assert.Equal("{\"version\":0,\"brokerEpoch\":12}", Text(".kafka_cleanshutdown"));
        Assert.Equal(new Offset(2), (await Started()).HighWatermarks[Orders]);
    }

    [Fact]
    public async Task Log_start_survives_a_restart()
    {
        var folder = await Started();
        var log = folder.Open(Orders, Start);
        Append(log, 5);
        log.AdvanceLogStart(new(4));
        await Done(folder.Shutdown(brokerEpoch: 1));

        Assert.Equal(new Offset(4), (await Started()).Open(Orders, Start).LogStartOffset);
    }

    [Fact]
    public async Task New_log_goes_to_the_folder_with_the_fewest()
    {
        var first = new DataFolder("/a", _disk, _executor, new());
        var second = new DataFolder("/b", _disk, _executor, new());
        var manager = new LogManager([first, second]);
        await manager.Start(Start);

        manager.Open(Orders, Start);
        manager.Open(Payments, Start);
        manager.Open(Orders, Start);

        Assert.Equal((1, 1), (first.LogCount, second.LogCount));
        Assert.Same(second, manager.FolderOf(Payments));
    }

    private static void Append(PartitionLog log, int records)
    {
        var results = new AppendResult[1];
        log.AppendAsLeader([LogFixture.Batch(records)], new(new(0), LogFixture.Noon), results);
        Assert.Equal(AppendOutcome.Appended, results[0].Outcome);
    }

    private async Task<DataFolder> Started(LogStart? start = null)
    {
        var folder = new DataFolder("/data", _disk, _executor, new());
        await Done(folder.Start(start ?? Start));
        return folder;
    }

    private async Task Done(Task task)
    {
        while (!task.IsCompleted)
        {
            // A worker goes on after its await only when the test lets it run.
            _executor.RunAll();
            await Task.Yield();
        }

        await task;
    }

    private string Text(string name) => System.Text.Encoding.UTF8.GetString(_disk.ContentOf($"/data/{name}"));
}
