using Cloud.Protocol;

namespace Cloud.Core.Controller.Brokers;

/// <summary>Keeps the records of deletions until nobody needs them any more.</summary>
internal static class RemovedTopics
{
    /// <summary>The broker holds nothing of these topics any more.</summary>
    public static void Forget(DecisionDraft draft, BrokerId broker, IEnumerable<TopicId> topics)
    {
        var removed = draft.Cluster.RemovedTopics.ToBuilder();
        var isChanged = false;
        foreach (var id in topics)
        {
            if (!removed.TryGetValue(id, out var record) || !record.Holders.Contains(broker))
            {
                continue;
            }

            isChanged = true;
            var holders = record.Holders.Remove(broker);
            if (holders.IsEmpty)
            {
                removed.Remove(id);
            }
            else
            {
                removed[id] = record with { Holders = holders };
            }
        }

        if (isChanged)
        {
            draft.Cluster = draft.Cluster with { RemovedTopics = removed.ToImmutable() };
        }
    }
}
