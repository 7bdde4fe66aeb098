using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>One partition in a fetch, as it was when that was planned.</summary>
internal sealed record PlannedFetch(
    PartitionState State, int Version, FetchPosition From, TopicId TopicId, LeaderEpoch LeaderEpoch, bool IsFromLeader);
