using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Who knows how far its partitions' ends are.</summary>
internal interface ILagSource
{
    /// <summary>Null without a group.</summary>
    string? Group { get; }

    /// <summary>Of the partitions that are known; never throws.</summary>
    IReadOnlyList<KeyValuePair<TopicPartition, long>> ReadLags();
}
