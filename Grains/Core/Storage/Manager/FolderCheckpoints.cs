using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// The offset checkpoints of a data folder. A lost or damaged one costs time, not data: recovery points count as zero
/// then, so everything is verified. Used by the folder's owner; loading logs only look up.
/// </summary>
internal sealed class FolderCheckpoints(IFileSystem files, string folder)
{
    // A million partitions with long names.
    private const int BytesMax = 256 * 1024 * 1024;

    private Dictionary<TopicPartition, Offset> _recoveryPoints = [];
    private Dictionary<TopicPartition, Offset> _logStarts = [];

    public IReadOnlyDictionary<TopicPartition, Offset> HighWatermarks { get; private set; } =
        new Dictionary<TopicPartition, Offset>();

    public void Load()
    {
        _recoveryPoints = Read(OffsetCheckpoint.RecoveryPointFileName);
        _logStarts = Read(OffsetCheckpoint.LogStartFileName);
        HighWatermarks = Read(OffsetCheckpoint.ReplicationFileName);
    }

    /// <summary>Of what a crash left of a deletion: the folder is gone, its lines are not.</summary>
    public void ForgetAllBut(Func<TopicPartition, bool> isThere)
    {
        var gone = _recoveryPoints.Keys.Concat(_logStarts.Keys).Concat(HighWatermarks.Keys).Distinct();
        foreach (var partition in gone.Where(partition => !isThere(partition)).ToList())
        {
            Forget(partition);
        }
    }

    public (Offset RecoveryPoint, Offset LogStartOffset) Of(TopicPartition partition) =>
        (_recoveryPoints.GetValueOrDefault(partition, Offset.Zero),
            _logStarts.GetValueOrDefault(partition, Offset.Zero));

    public void Save(IEnumerable<(TopicPartition Partition, PartitionLog Log)> logs)
    {
        // Logs that are not open keep what was read: nothing has changed them. The dictionaries are replaced, not
        // changed, because opening a log reads them.
        var recoveryPoints = new Dictionary<TopicPartition, Offset>(_recoveryPoints);
        var logStarts = new Dictionary<TopicPartition, Offset>(_logStarts);
        foreach (var (partition, log) in logs)
        {
            recoveryPoints[partition] = log.FlushedOffset;
            logStarts[partition] = log.LogStartOffset;
        }

        (_recoveryPoints, _logStarts) = (recoveryPoints, logStarts);
        Write(OffsetCheckpoint.RecoveryPointFileName, recoveryPoints);
        Write(OffsetCheckpoint.LogStartFileName, logStarts);
    }

    public void SaveHighWatermarks(IReadOnlyCollection<PartitionOffset> highWatermarks)
    {
        files.ReplaceAll(folder, OffsetCheckpoint.ReplicationFileName, OffsetCheckpoint.Encode(highWatermarks));
        HighWatermarks = highWatermarks.ToDictionary(entry => entry.Partition, entry => entry.Offset);
    }

    /// <summary>A partition that is made again under the name must not inherit.</summary>
    public void Forget(TopicPartition partition)
    {
        var recoveryPoints = new Dictionary<TopicPartition, Offset>(_recoveryPoints);
        var logStarts = new Dictionary<TopicPartition, Offset>(_logStarts);
        if (recoveryPoints.Remove(partition) | logStarts.Remove(partition))
        {
            (_recoveryPoints, _logStarts) = (recoveryPoints, logStarts);
            Write(OffsetCheckpoint.RecoveryPointFileName, _recoveryPoints);
            Write(OffsetCheckpoint.LogStartFileName, _logStarts);
        }

        if (HighWatermarks.ContainsKey(partition))
        {
            var others = HighWatermarks.Where(entry => entry.Key != partition);
            SaveHighWatermarks([.. others.Select(entry => new PartitionOffset(entry.Key, entry.Value))]);
        }
    }

    private Dictionary<TopicPartition, Offset> Read(string name)
    {
        var bytes = files.TryReadAll(Path.Combine(folder, name), BytesMax);
        return bytes is not null && OffsetCheckpoint.TryDecode(bytes, out var offsets) is DecodeStatus.Done
            ? offsets!
            : [];
    }

    private void Write(string name, Dictionary<TopicPartition, Offset> offsets)
    {
        var entries = offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value)).ToList();
        files.ReplaceAll(folder, name, OffsetCheckpoint.Encode(entries));
    }
}
