using System.Collections.Immutable;
using Cloud.Protocol.Assignors;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// What the leader of a classic group does: it divides the partitions of all topics that members want, and looks
/// whether
/// there are others since. One for each time it leads.
/// </summary>
internal sealed class LeaderAssignment
{
    private readonly IAssignor _assignor;
    private readonly List<AssignorMember> _members;
    private ImmutableDictionary<string, int> _partitionCounts = ImmutableDictionary<string, int>.Empty;

    /// <exception cref="ClientException">The group took an assignor that this member did not offer.</exception>
    public LeaderAssignment(JoinGroupResponse joined, ConsumerOptions options)
    {
        _assignor = ClassicAssignors.Find(joined.ProtocolName, options)
            ?? throw new ClientException(
                KafkaError.InconsistentGroupProtocol,
                $"Group '{options.GroupId}' took the assignor '{joined.ProtocolName}', "
                + "which this member did not offer.");
        _members = [.. joined.Members.Select(member => ClassicProtocol.ReadMember(member, _assignor.Name))];
        Topics = [.. _members.SelectMany(member => member.Topics)];
    }

    /// <summary>What anybody wants: the leader has to know their partitions.</summary>
    public ImmutableSortedSet<string> Topics { get; }

    public GroupAssignment Assign(ClusterSnapshot cluster)
    {
        _partitionCounts = CountsIn(cluster);
        var topics = Topics.Select(cluster.Find).OfType<TopicSnapshot>().Select(topic => Of(topic, cluster));
        return _assignor.Assign(new(_members, [.. topics]));
    }

    /// <summary>Whether there are topics or partitions that have not been divided.</summary>
    public bool IsOutdatedBy(ClusterSnapshot cluster)
    {
        var now = CountsIn(cluster);
        return now.Count != _partitionCounts.Count
            || now.Any(topic => _partitionCounts.GetValueOrDefault(topic.Key) != topic.Value);
    }

    private static AssignorTopic Of(TopicSnapshot topic, ClusterSnapshot cluster)
    {
        var racks = topic.Partitions.Select(partition => partition.Replicas
            .Select(replica => cluster.Brokers.GetValueOrDefault(replica)?.Rack)
            .OfType<string>()
            .ToImmutableArray());
        return new(topic.Name, topic.Partitions.Length, [.. racks]);
    }

    private ImmutableDictionary<string, int> CountsIn(ClusterSnapshot cluster) => Topics.Select(cluster.Find)
        .OfType<TopicSnapshot>()
        .Where(topic => topic.Partitions.Length > 0)
        .ToImmutableDictionary(topic => topic.Name, topic => topic.Partitions.Length);
}
