using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Storage.Logs;

/// <summary>One log on a simulated disk, and the words in which tests speak of it.</summary>
internal sealed class LogFixture
{
    public const string Folder = "/data/orders-0";

    public static readonly Instant Noon = new(1_750_000_000_000);

    private readonly LogServices _services;

    public LogFixture(LogSettings? settings = null, int openFilesMax = 100, SimulatedDisk? disk = null)
    {
        Disk = disk ?? new(seed: 1);
        Settings = settings ?? new();
        _services = new(Disk, new OpenFileBound(openFilesMax), new FolderFlusher(Executor, lanesMax: 2));
        Log = Open();
    }

    public SimulatedDisk Disk { get; }

    public SimulatedDiskExecutor Executor { get; } = new(seed: 1);

    public LogSettings Settings { get; }

    public PartitionLog Log { get; private set; }

    public OpenFileBound Bound => _services.Bound;

    public LeaderEpoch Epoch { get; set; } = new(0);

    public static byte[] Batch(
        int records = 1, int valueBytes = 10, Instant? timestamp = null, RecordBatchOptions? options = null)
    {
        using var builder = new RecordBatchBuilder(options ?? RecordBatchOptions.Default);
        for (var i = 0; i < records; i++)
        {
            var time = (timestamp ?? Noon).Plus(TimeSpan.FromMilliseconds(i));
            builder.Append(time, (NullableBytes)"k"u8, (NullableBytes)new byte[valueBytes]);
        }

        return builder.Build().ToArray();
    }

    public AppendResult Append(byte[] batch) => AppendAll(batch)[0];

    public AppendResult Append(int records = 1, int valueBytes = 10, Instant? timestamp = null) =>
        Append(Batch(records, valueBytes, timestamp));

    public AppendResult[] AppendAll(params byte[][] batches)
    {
        var results = new AppendResult[batches.Length];
        Log.AppendAsLeader(Array.ConvertAll(batches, batch => (Memory<byte>)batch), new(Epoch, Noon), results);
        return results;
    }

    public LogRead Read(long offset, long? upperBound = null, int bytesMax = 1 << 20, bool isAtLeastOne = true) =>
        Log.Read(new(new(offset), upperBound is { } bound ? new(bound) : Log.LogEndOffset, bytesMax, isAtLeastOne));

    /// <summary>Base offsets of the batches in <c>[offset, bound)</c>, read to the end.</summary>
    public List<long> Offsets(long offset = 0)
    {
        var found = new List<long>();
        for (var at = new Offset(offset); at < Log.LogEndOffset;)
        {
            var read = Read(at.Value);
            using var region = read.Region!;
            var batches = new RecordBatches(region.ToArray());
            while (batches.MoveNext())
            {
                found.Add(batches.Current.Header.BaseOffset.Value);
            }

            at = read.EndOffset;
        }

        return found;
    }

    public void Flush()
    {
        var flushed = Log.WhenFlushed(Log.LogEndOffset);
        Executor.RunAll();
        Assert.True(flushed.IsCompletedSuccessfully);
    }

    public PartitionLog Open(bool isClean = false, Offset recoveryPoint = default, Offset logStartOffset = default) =>
        Log = new(new LogLoader(_services, new()
        {
            Path = Folder,
            Settings = Settings,
            Now = Noon,
            IsClean = isClean,
            RecoveryPoint = recoveryPoint,
            LogStartOffset = logStartOffset,
        }).Load());

    public string PathOf(string name) => $"{Folder}/{name}";
}
