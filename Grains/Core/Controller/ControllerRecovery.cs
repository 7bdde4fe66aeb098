using System.Collections.Immutable;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Core.Controller;

/// <summary>
/// From documents to a machine. The steps of a take-over, in order; <see cref="ControllerJournal"/> takes them:
/// claim the cluster document, then read and seal every topic that it lists, restore, settle, remove left-overs.
/// </summary>
public static class ControllerRecovery
{
    /// <summary>The cluster before its first controller. To be stored only where no cluster document exists.</summary>
    public static ClusterState NewCluster(string clusterId) => new(
        clusterId,
        new ControllerEpoch(1),
        MetadataVersion: 1,
        new BrokerEpoch(0),
        ImmutableSortedDictionary<int, BrokerState>.Empty,
        TopicIds: [],
        ImmutableSortedDictionary<string, string>.Empty,
        new ProducerId(0));

    /// <summary>
    /// The cluster of the next controller: storing it over the old one makes every later write of a predecessor fail.
    /// </summary>
    public static ClusterState Claim(ClusterState stored) => stored with
    {
        ControllerEpoch = stored.ControllerEpoch.Next(),
        MetadataVersion = stored.MetadataVersion + 1,
    };

    /// <exception cref="ControllerDocumentException">The document is not to be used.</exception>
    public static ClusterState DecodeCluster(ReadOnlySpan<byte> bytes, string clusterId)
    {
        Check(ClusterDocument.TryDecode(bytes, out var cluster), ControllerDocumentNames.Cluster);
        return cluster!.ClusterId == clusterId
            ? cluster
            : throw new ControllerDocumentException(
                ControllerDocumentNames.Cluster, ControllerDocumentFault.ForeignCluster);
    }

    /// <exception cref="ControllerDocumentException">The document is not to be used.</exception>
    public static TopicState DecodeTopic(ReadOnlySpan<byte> bytes, TopicId id)
    {
        Check(TopicDocument.TryDecode(bytes, out var topic), ControllerDocumentNames.Topic(id));
        return topic!.Id == id
            ? topic
            : throw new ControllerDocumentException(
                ControllerDocumentNames.Topic(id), ControllerDocumentFault.Malformed);
    }

    /// <summary>
    /// The machine over claimed documents. Topics that the cluster does not list are left-overs and are left out.
    /// </summary>
    /// <exception cref="ControllerDocumentException">A listed topic is not among them.</exception>
    public static ControllerMachine Restore(
        ClusterState cluster, IReadOnlyCollection<TopicState> topics, ITopicRules rules, ControllerOptions options)
    {
        var listed = topics.Where(topic => cluster.TopicIds.Contains(topic.Id)).ToList();
        var missing = cluster.TopicIds.Except(listed.Select(topic => topic.Id));
        return missing.IsEmpty
            ? new ControllerMachine(cluster, listed, rules, options)
            : throw new ControllerDocumentException(
                ControllerDocumentNames.Topic(missing.First()), ControllerDocumentFault.Missing);
    }

    private static void Check(DecodeStatus status, string name)
    {
        if (status is not DecodeStatus.Done)
        {
            throw new ControllerDocumentException(
                name,
                status is DecodeStatus.UnknownVersion
                    ? ControllerDocumentFault.UnknownVersion
                    : ControllerDocumentFault.Malformed);
        }
    }
}
