using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Maintenance;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Storage.Maintenance;

public sealed class LogMaintenanceTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TopicPartition Orders = MaintainedLogs.Orders;

    [Fact]
    public async Task Old_segments_go_when_retention_is_due()
    {
        var logs = new MaintainedLogs();
        var log = logs.Open(Orders, MaintainedLogs.Small with { RetentionTime = Hour });
        logs.Append(log, 20);
        await logs.After(TimeSpan.Zero);
        Assert.Equal(Offset.Zero, log.LogStartOffset);

        await logs.After(Hour + TimeSpan.FromMinutes(6));

        Assert.Equal(new Offset(20), log.LogStartOffset);
        Assert.Equal(new Offset(20), log.LogEndOffset);
    }

    [Fact]
    public async Task Size_is_kept_by_dropping_whole_segments()
    {
        var logs = new MaintainedLogs();
        var log = logs.Open(Orders, MaintainedLogs.Small with { RetentionBytes = 2000 });
        logs.Append(log, 40);

        await logs.After(TimeSpan.FromMinutes(6));

        Assert.InRange(log.ByteCount, 2000, 3000);
        Assert.True(log.LogStartOffset > Offset.Zero);
    }

    [Fact]
    public async Task Nothing_at_or_above_the_high_watermark_goes()
    {
        var logs = new MaintainedLogs();
        var log = logs.Open(Orders, MaintainedLogs.Small with { RetentionTime = Hour });
        logs.Append(log, 20);
        logs.HighWatermarks[Orders] = new(10);

        await logs.After(2 * Hour);

        Assert.InRange(log.LogStartOffset.Value, 1, 10);
        Assert.Equal(new Offset(20), log.LogEndOffset);
    }

    [Fact]
    public async Task Deleted_files_stay_for_their_delay_under_another_name()
    {
        var logs = new MaintainedLogs();
        var config = MaintainedLogs.Small with { RetentionTime = Hour, FileDeleteDelay = TimeSpan.FromMinutes(2) };
        logs.Append(logs.Open(Orders, config), 20);

        await logs.After(2 * Hour);
        Assert.NotEmpty(logs.Deleted);
        await logs.After(TimeSpan.FromMinutes(1));
        Assert.NotEmpty(logs.Deleted);
        await logs.After(TimeSpan.FromMinutes(2));

        Assert.Empty(logs.Deleted);
    }

    [Fact]
    public async Task Files_without_a_delay_go_at_once()
    {
        var logs = new MaintainedLogs();
        var config = MaintainedLogs.Small with { RetentionTime = Hour, FileDeleteDelay = TimeSpan.Zero };
        logs.Append(logs.Open(Orders, config), 20);

        await logs.After(2 * Hour);

        Assert.Empty(logs.Deleted);
        Assert.Single(logs.Disk.ListFiles("/data/orders-0"), name => name.EndsWith(".log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleted_log_stays_for_its_delay_and_the_next_start_removes_what_is_left()
    {
        var logs = new MaintainedLogs();
        logs.Append(logs.Open(Orders), 3);
        logs.Append(logs.Open(MaintainedLogs.Table), 3);

        logs.Manager.Delete(Orders, new("00000000-0000-0000-0000-000000000001"));
        await logs.After(TimeSpan.FromSeconds(30));
        Assert.Equal(2, logs.Disk.ListFolders("/data").Count);
        await logs.After(TimeSpan.FromMinutes(2));
        Assert.Single(logs.Disk.ListFolders("/data"));

        logs.Manager.Delete(MaintainedLogs.Table, new("00000000-0000-0000-0000-000000000002"));
        var again = new MaintainedLogs(logs.Disk);
        Assert.Empty(again.Disk.ListFolders("/data"));
        Assert.Equal(0, again.Manager.LogCount);
    }

    [Fact]
    public async Task Records_are_flushed_when_they_are_as_old_as_flush_ms()
    {
        var logs = new MaintainedLogs();
        var log = logs.Open(Orders, MaintainedLogs.Small with { FlushInterval = TimeSpan.FromSeconds(5) });
        logs.Append(log, 1);

        await logs.After(TimeSpan.FromSeconds(4));
        Assert.Equal(Offset.Zero, log.FlushedOffset);
        await logs.After(TimeSpan.FromSeconds(1));

        Assert.Equal(new Offset(1), log.FlushedOffset);
    }

    [Fact]
    public async Task Recovery_points_are_saved_every_minute()
    {
        var logs = new MaintainedLogs();
        var log = logs.Open(Orders, MaintainedLogs.Small with { FlushInterval = TimeSpan.Zero });
        await logs.After(TimeSpan.Zero);
        logs.Append(log, 2);

        await logs.After(TimeSpan.FromSeconds(59));
        Assert.Equal("0\n1\norders 0 0\n", Checkpoint(logs));
        await logs.After(TimeSpan.FromSeconds(1));

        Assert.Equal("0\n1\norders 0 2\n", Checkpoint(logs));
    }

    [Fact]
    public async Task Idle_producers_are_forgotten()
    {
        var logs = new MaintainedLogs();
        var log = logs.Open(Orders);
        using var builder = new RecordBatchBuilder(
            new() { ProducerId = new(4), ProducerEpoch = new(0), BaseSequence = 0 });
        builder.Append(logs.Now, "k"u8.ToArray(), "v"u8.ToArray());
        log.AppendAsLeader(
            [builder.Build().ToArray()], new(new(0), logs.Now), new Core.Storage.Appending.AppendResult[1]);

        await logs.After(TimeSpan.FromHours(23));
        Assert.Equal(1, log.Producers.ProducerCount);
        await logs.After(TimeSpan.FromHours(2));

        Assert.Equal(0, log.Producers.ProducerCount);
    }

    [Fact]
    public async Task One_call_touches_no_more_logs_than_it_may()
    {
        var logs = new MaintainedLogs();
        for (var number = 0; number < 7; number++)
        {
            logs.Append(logs.Open(new("many", number), MaintainedLogs.Small with { RetentionTime = Hour }), 20);
        }

        var options = new MaintenanceOptions { InitialDelay = TimeSpan.Zero, LogsPerCallMax = 3 };
        var maintenance = new LogMaintenance(logs.Manager, logs, options);
        var emptied = new List<int>();
        bool hasMore;
        do
        {
            hasMore = (await maintenance.Run(logs.Now.Plus(2 * Hour))).HasMore;
            emptied.Add(logs.Configs.Keys.Count(
                partition => logs.Manager.TryGetOpen(partition, out var log) && log.LogStartOffset > Offset.Zero));
        }
        while (hasMore);

        Assert.Equal([3, 6, 7], emptied);
    }

    [Fact]
    public async Task Trouble_with_one_log_is_told_and_does_not_stop_the_others()
    {
        var logs = new MaintainedLogs();
        var config = MaintainedLogs.Small with { RetentionTime = Hour };
        var (broken, well) = (logs.Open(Orders, config), logs.Open(MaintainedLogs.Table, config));
        logs.Append(broken, 20);
        logs.Append(well, 20);
        logs.Disk.Fault = operation =>
            operation.Kind is DiskOperationKind.Rename
            && operation.Path.StartsWith("/data/orders-0/", StringComparison.Ordinal)
                ? StorageErrorKind.DeviceError
                : null;

        var faults = await logs.After(2 * Hour);

        Assert.Equal(Orders, Assert.Single(faults).Partition);
        Assert.Equal(new Offset(20), well.LogStartOffset);
    }

    private static string Checkpoint(MaintainedLogs logs) =>
        System.Text.Encoding.ASCII.GetString(logs.Disk.ContentOf("/data/recovery-point-offset-checkpoint"));
}
