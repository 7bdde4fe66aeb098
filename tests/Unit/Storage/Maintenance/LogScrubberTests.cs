using Cloud.Core.Storage;
using Cloud.Core.Storage.Files;

namespace Cloud.Unit.Storage.Maintenance;

public sealed class LogScrubberTests
{
    private readonly MaintainedLogs _logs = new();

    [Fact]
    public async Task Sound_logs_are_read_to_the_end_in_bounded_steps()
    {
        var log = _logs.Open(MaintainedLogs.Orders);
        _logs.Append(log, 40);
        var (bytes, calls, isComplete) = (0L, 0, false);

        while (!isComplete)
        {
            var outcome = await _logs.Scrubber.Scrub(bytesMax: 500);
            Assert.Empty(outcome.Faults);
            Assert.InRange(outcome.BytesRead, 0, 800);
            (bytes, calls, isComplete) = (bytes + outcome.BytesRead, calls + 1, outcome.IsRoundComplete);
        }

        Assert.Equal(log.Segments().SkipLast(1).Sum(segment => segment.SizeBytes), bytes);
        Assert.True(calls > 5);
        Assert.Null(log.Failure);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(500)]
    [InlineData(800)]
    public async Task Rotten_byte_fails_the_log_and_names_the_place(int position)
    {
        var (rotten, sound) = (_logs.Open(MaintainedLogs.Orders), _logs.Open(MaintainedLogs.Table));
        _logs.Append(rotten, 40);
        _logs.Append(sound, 40);
        _logs.Disk.FlipBit("/data/orders-0/00000000000000000000.log", position, bit: 2);

        var outcome = await _logs.Scrubber.Scrub(long.MaxValue);

        var fault = Assert.Single(outcome.Faults);
        Assert.Equal(MaintainedLogs.Orders, fault.Partition);
        var corrupt = Assert.IsType<LogCorruptException>(rotten.Failure);
        Assert.Equal("/data/orders-0/00000000000000000000.log", corrupt.Path);
        Assert.InRange(corrupt.Position.Value, 0, position);
        Assert.Null(sound.Failure);
        Assert.True(outcome.IsRoundComplete);
    }

    [Fact]
    public async Task Log_that_changes_between_steps_is_no_damage()
    {
        var log = _logs.Open(MaintainedLogs.Orders);
        _logs.Append(log, 40);
        await _logs.Scrubber.Scrub(bytesMax: 700);

        log.TruncateTo(new(4), _logs.Now);
        _logs.Append(log, 40, key: "other-key");
        log.AdvanceLogStart(new(20));
        log.DeleteOldSegments();
        var outcome = await _logs.Scrubber.Scrub(long.MaxValue);

        Assert.Empty(outcome.Faults);
        Assert.True(outcome.IsRoundComplete);
    }

    [Fact]
    public async Task Device_that_cannot_read_fails_the_log()
    {
        var log = _logs.Open(MaintainedLogs.Orders);
        _logs.Append(log, 40);
        _logs.Disk.Fault = operation => operation.Kind is Cloud.Simulation.Disks.DiskOperationKind.Read
            ? StorageErrorKind.DeviceError
            : null;

        var outcome = await _logs.Scrubber.Scrub(long.MaxValue);

        Assert.Single(outcome.Faults);
        Assert.NotNull(log.Failure);
    }
}
