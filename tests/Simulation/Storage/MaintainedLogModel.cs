using Cloud.Core.Storage;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Simulation.Storage;

/// <summary>What one log must and may hold: one record a batch, known by its checksum.</summary>
internal sealed class MaintainedLogModel(TopicPartition partition, TopicId topicId)
{
    private readonly List<(uint Crc, Instant Time, int Bytes)> _offered = [];
    private bool _isBeingDeleted;

    public TopicPartition Partition => partition;

    public TopicId TopicId { get; private set; } = topicId;

    public Offset EndOffset => new(_offered.Count);

    /// <summary>Flushed, hence committed.</summary>
    public Offset HighWatermark { get; private set; } = Offset.Zero;

    public void Offer(uint crc, Instant time, int bytes) => _offered.Add((crc, time, bytes));

    public void Promise() => HighWatermark = EndOffset;

    /// <summary>From here on the log may be gone.</summary>
    public void BeginDeletion() => _isBeingDeleted = true;

    public void Recreate(TopicId next)
    {
        TopicId = next;
        _isBeingDeleted = false;
        _offered.Clear();
        HighWatermark = Offset.Zero;
    }

    /// <summary>Compares, and goes on from what was found.</summary>
    public void Check(PartitionLog log, TopicConfig config, Instant now)
    {
        var isGone = _isBeingDeleted && log.LogEndOffset == Offset.Zero;
        Expect.That(isGone || log.LogEndOffset >= HighWatermark, $"{partition} holds what is committed");
        Expect.That(log.LogEndOffset <= EndOffset, $"{partition} holds no more than was appended");
        var found = LogContent.Read(log);
        foreach (var batch in found)
        {
            Expect.That(
                batch.Crc == _offered[(int)batch.BaseOffset.Value].Crc, $"{partition} holds this topic's records");
        }

        CheckRetained(log, config, now);
        _offered.RemoveRange((int)log.LogEndOffset.Value, _offered.Count - (int)log.LogEndOffset.Value);
        HighWatermark = log.LogEndOffset;
        _isBeingDeleted = false;
    }

    // A young record goes only when the size asks for it, and never one that is not committed.
    private void CheckRetained(PartitionLog log, TopicConfig config, Instant now)
    {
        var start = (int)log.LogStartOffset.Value;
        Expect.That(start <= HighWatermark.Value, $"{partition} begins at or below its high watermark");
        var bytes = _offered.Skip(start).Sum(batch => (long)batch.Bytes);
        var isYoung = start > 0 && now.Since(_offered[start - 1].Time) <= config.RetentionTime;
        Expect.That(
            !isYoung || bytes >= config.RetentionBytes,
            $"{partition} keeps the records that are young");
    }
}
