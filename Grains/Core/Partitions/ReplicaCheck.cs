using Cloud.Core.Partitions.Fetching;
using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>Whether a published view may answer a request. Stateless; any thread.</summary>
internal static class ReplicaCheck
{
    public static FetchFailure ForReader(ReplicaView view, LeaderEpoch believed, bool isFollowerAllowed)
    {
        if (view.LeaderEpoch == LeaderEpoch.None)
        {
            return FetchFailure.NotLeader;
        }

        if (believed != LeaderEpoch.None && believed != view.LeaderEpoch)
        {
            return believed < view.LeaderEpoch ? FetchFailure.FencedLeaderEpoch : FetchFailure.UnknownLeaderEpoch;
        }

        var isServing = view.Role is ReplicaRole.Leader || (isFollowerAllowed && view.Role is ReplicaRole.Follower);
        return isServing && view.Log is not null ? FetchFailure.None : FetchFailure.NotLeader;
    }
}
