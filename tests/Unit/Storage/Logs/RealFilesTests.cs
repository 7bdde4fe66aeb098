using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Storage.Logs;

/// <summary>
/// The same facts on the operating system's files: the seam's real side does what the simulated one does.
/// </summary>
public sealed class RealFilesTests : IDisposable
{
    private static readonly TopicPartition Orders = new("orders", 0);
    private static readonly LogSettings Settings = new() { SegmentBytesMax = 1000, IsPreallocated = true };
    private static readonly LogStart Start = new(LogFixture.Noon, _ => Settings);

    private readonly string _path = Directory.CreateTempSubdirectory("cloud-log-").FullName;
    private readonly SimulatedDiskExecutor _executor = new(seed: 1);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Log_on_real_files_is_read_back_after_close_and_without_close()
    {
        var log = Opened();
        Append(log, count: 30);
        var flushed = log.WhenFlushed(log.LogEndOffset);
        _executor.RunAll();
        Assert.True(flushed.IsCompletedSuccessfully);

        var unclosed = Opened();
        Assert.Equal(new Offset(60), unclosed.LogEndOffset);
        Append(unclosed, count: 1);
        unclosed.Close();

        var closed = Opened();
        Assert.Equal(62, closed.LogEndOffset.Value);
        Assert.Equal(31, Simulation.Storage.LogContent.Read(closed).Count);
        Assert.True(Directory.GetFiles(Path.Combine(_path, "orders-0"), "*.log").Length > 3);
    }

    [Fact]
    public void Region_of_a_real_file_has_a_handle_for_sendfile()
    {
        var log = Opened();
        Append(log, count: 2);

        using var region = log.Read(new(new(2), log.LogEndOffset, 1000)).Region!;

        Assert.False(region.Handle!.IsInvalid);
        var direct = new byte[region.ByteCount];
        Assert.Equal(direct.Length, RandomAccess.Read(region.Handle, direct, region.Position.Value));
        Assert.Equal(region.ToArray(), direct);
    }

    [Fact]
    public void Missing_file_is_told_with_its_path()
    {
        var error = Assert.Throws<StorageException>(() => new RealFileSystem().Open(
            Path.Combine(_path, "none"), FileAccessMode.ReadExisting));

        Assert.Equal((StorageErrorKind.NotFound, Path.Combine(_path, "none")), (error.Kind, error.Path));
    }

    [Fact]
    public void Full_disk_is_told_apart_from_other_failures()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var full = new RealFileSystem().Open("/dev/full", FileAccessMode.WriteExisting);

        var error = Assert.Throws<StorageException>(() => full.Write([1], FilePosition.Start));
        Assert.Equal(StorageErrorKind.DiskFull, error.Kind);
    }

    [Fact]
    public void Dump_prints_batches_records_and_index_entries()
    {
        var log = Opened();
        Append(log, count: 3);
        log.Close();
        var text = new StringWriter();

        var path = Path.Combine(_path, "orders-0", "00000000000000000000");
        LogDump.Print(new RealFileSystem(), path + ".log", text, printsRecords: true);
        LogDump.Print(new RealFileSystem(), path + ".timeindex", text, printsRecords: false);

        Assert.Contains("baseOffset: 4 lastOffset: 5 count: 2", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("| offset: 5 CreateTime", text.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            $"timestamp: {LogFixture.Noon.Milliseconds + 1} offset: 1", text.ToString(), StringComparison.Ordinal);
    }

    private static void Append(PartitionLog log, int count)
    {
        var results = new AppendResult[count];
        var batches = new Memory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            batches[i] = LogFixture.Batch(records: 2);
        }

        log.AppendAsLeader(batches, new(new(0), LogFixture.Noon), results);
        Assert.All(results, result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }

    private PartitionLog Opened() =>
        new DataFolder(_path, new RealFileSystem(), _executor, new()).Open(Orders, Start);
}
