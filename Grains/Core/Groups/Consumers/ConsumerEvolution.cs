using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Assignors;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Leads a KIP-848 group from a change of members, subscriptions or topics to a new epoch and its target assignment.
/// </summary>
internal sealed class ConsumerEvolution(ConsumerGroup group, GroupStep step)
{
    /// <summary>Sees to it that epoch and target are those of the members and topics as they are now.</summary>
    /// <param name="hasChanged">A member is new or gone, or its subscription is another.</param>
    public void Evolve(bool hasChanged)
    {
        if (hasChanged || group.SeenTopicsVersion != step.Topics.Version)
        {
            ResolveRegexes();
            var topics = SubscribedTopics();
            if (!topics.SequenceEqual(group.Topics))
            {
                step.Write(ConsumerRecords.Topics(group.Id, topics));
                hasChanged = true;
            }

            group.SeenTopicsVersion = step.Topics.Version;
        }

        if (hasChanged)
        {
            step.Write(ConsumerRecords.Epoch(group.Id, group.Epoch + 1));
        }

        if (group.Epoch > group.AssignmentEpoch && group.Members.Count > 0)
        {
            MakeTarget();
        }
    }

    /// <summary>What most of those want who want something.</summary>
    public static IAssignor PreferredAssignor(ConsumerGroup group, GroupOptions options)
    {
        // What was allowed when its member joined may be allowed no more.
        var preferred = group.Members.Values
            .Select(member => member.ServerAssignor)
            .OfType<string>()
            .Where(name => options.ConsumerAssignors.Contains(name))
            .GroupBy(name => name)
            .OrderByDescending(votes => votes.Count())
            .ThenBy(votes => votes.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return Assignor.FindOnServer(preferred?.Key ?? options.ConsumerAssignors[0])!;
    }

    private void ResolveRegexes()
    {
        var used = group.Members.Values
            .Select(member => member.Regex)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var regex in group.Regexes.Keys.Where(regex => !used.Contains(regex)).ToList())
        {
            step.Write(ConsumerRecords.RegexGone(group.Id, regex));
        }

        foreach (var regex in used.Order(StringComparer.Ordinal))
        {
            var known = group.Regexes.GetValueOrDefault(regex);
            var resolved = TopicRegex.Resolve(regex, step.Topics);
            if (known is null || !known.Topics.SequenceEqual(resolved.Topics))
            {
                step.Write(ConsumerRecords.Regex(group.Id, regex, resolved, step.Now));
            }
        }
    }

    private ImmutableSortedDictionary<string, SubscribedTopic> SubscribedTopics() => group.Members.Values
        .SelectMany(group.TopicsOf)
        .Distinct(StringComparer.Ordinal)
        .Select(step.Topics.Find)
        .OfType<TopicFacts>()
        .ToImmutableSortedDictionary(
            topic => topic.Name, topic => new SubscribedTopic(topic.Id, topic.PartitionCount), StringComparer.Ordinal);

    private void MakeTarget()
    {
        var topics = group.Topics.Keys.Select(step.Topics.Find).OfType<TopicFacts>().ToList();
        var input = new AssignorInput(
            [.. group.Members.Values.Select(MemberOf)],
            [.. topics.Select(topic => new AssignorTopic(topic.Name, topic.PartitionCount, topic.Racks))]);
        var assignment = PreferredAssignor(group, step.Options).Assign(input);
        foreach (var memberId in group.Members.Keys.Order(StringComparer.Ordinal))
        {
            var target = PartitionSet.Of(assignment[memberId].Select(partition =>
                new TopicIdPartition(group.Topics[partition.Topic].Id, partition.Partition)));
            if (!target.Equals(group.TargetOf(memberId)))
            {
                step.Write(ConsumerRecords.Target(group.Id, memberId, target));
            }
        }

        step.Write(ConsumerRecords.AssignmentEpoch(group.Id, group.Epoch));
    }

    // Assignors think in names, since members of the classic protocol do; a topic made anew has lost its owners.
    private AssignorMember MemberOf(ConsumerMember member) => new(member.MemberId)
    {
        InstanceId = member.InstanceId,
        RackId = member.RackId,
        Topics = [.. group.TopicsOf(member)],
        Owned =
        [
            .. group.TargetOf(member.MemberId).All
                .Select(partition => (Topic: step.Topics.Find(partition.TopicId), partition.Partition))
                .Where(partition => partition.Topic is not null)
                .Select(partition => new TopicPartition(partition.Topic!.Name, partition.Partition)),
        ],
    };
}
