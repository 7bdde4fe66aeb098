using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Offsets;

/// <summary>The committed offsets of one group. Changed by <see cref="Replay"/> alone.</summary>
internal sealed class GroupOffsets
{
    /// <summary>Of groups that have committed nothing.</summary>
    public static readonly GroupOffsets None = new();

    // Most groups commit the same partitions over and over: a dictionary per group, and none per topic.
    private readonly Dictionary<TopicPartition, CommittedOffset> _committed = [];

    public int Count => _committed.Count;

    public IReadOnlyDictionary<TopicPartition, CommittedOffset> All => _committed;

    public CommittedOffset? Find(TopicPartition partition) =>
        _committed.TryGetValue(partition, out var offset) ? offset : null;

    public void Replay(TopicPartition partition, OffsetCommitValue? value)
    {
        if (value is null)
        {
            _committed.Remove(partition);
            return;
        }

        _committed[partition] = new(
            value.Offset, value.LeaderEpoch, value.Metadata, value.CommitTimestamp, value.ExpireTimestamp);
    }
}
