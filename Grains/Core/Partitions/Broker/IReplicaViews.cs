using System.Diagnostics.CodeAnalysis;
using Cloud.Core.Partitions.Fetching;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>The replicas of this broker as readers see them. Any thread.</summary>
public interface IReplicaViews
{
    bool TryGet(
        TopicIdPartition partition,
        [NotNullWhen(true)] out ReplicaView? view,
        [NotNullWhen(true)] out FetchWatchers? watchers);
}
