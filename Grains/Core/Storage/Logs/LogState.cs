using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// All that a log knows. Owned by the log's single writer, which alone changes it; other threads see the published
/// view, the durability and the failure, listed apart.
/// </summary>
internal sealed class LogState(SegmentFolder folder, LogServices services, LogSettings settings, LogView view)
{
    private LogView _view = view;

    public SegmentFolder Folder => folder;

    public TopicPartition Partition { get; init; }

    public LogServices Services => services;

    public LogSettings Settings { get; set; } = settings;

    public required SegmentWriter Writer { get; set; }

    public required LeaderEpochCache Epochs { get; init; }

    public required ProducerStateTable Producers { get; init; }

    /// <summary>When the oldest record that may not be on the device was appended; none while all are.</summary>
    public Instant UnflushedSince { get; set; } = Instant.None;

    /// <summary>It is among those that <c>flush.ms</c> concerns.</summary>
    public bool IsAwaitingFlush { get; set; }

    /// <summary>Files that left the log and wait for their removal.</summary>
    public DelayedDeletions Deletions { get; } = new();

    /// <summary>
    /// The lowest offset from which on the content has changed by a truncation that compaction does not know of yet;
    /// the largest when there was none. What it believes to be compacted above is not.
    /// </summary>
    public required Offset CutOffset { get; set; }

    /// <summary>The epochs have changed since they were saved.</summary>
    public bool AreEpochsUnsaved { get; set; }

    // Read by any thread.
    public LogView View => Volatile.Read(ref _view);

    public required LogDurability Durability { get; init; }

    /// <summary>By the writer: puts the log among those that <c>flush.ms</c> concerns, if it does.</summary>
    public void AwaitFlush()
    {
        if (!IsAwaitingFlush && UnflushedSince != Instant.None && Settings.FlushAgeMax < TimeSpan.MaxValue)
        {
            IsAwaitingFlush = true;
            Services.AwaitingFlush.Enqueue(Partition);
        }
    }

    public void Publish(LogView view) => Volatile.Write(ref _view, view);

    /// <summary>Gives <see cref="CutOffset"/> to who takes note of it.</summary>
    public Offset TakeCut()
    {
        var cut = CutOffset;
        CutOffset = new(long.MaxValue);
        return cut;
    }

    public void EnsureUsable()
    {
        if (Durability.Failure is { } failure)
        {
            throw new LogFailedException(Folder.Path, failure);
        }
    }
}
