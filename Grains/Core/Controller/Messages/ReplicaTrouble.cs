using Cloud.Protocol;

namespace Cloud.Core.Controller.Messages;

/// <summary>A broker tells that a replica of its own does not do what the committed state says it does.</summary>
/// <param name="LeaderEpoch">The one it knows: trouble of an earlier one is settled already.</param>
/// <param name="IsLogFailed">
/// Its log has failed: it can neither lead nor follow, and what it had counts no more. Else it leads no more in the
/// epoch that was granted to it, and needs another or a successor.
/// </param>
public sealed record ReplicaTrouble(
    TopicIdPartition Partition, BrokerId Broker, BrokerEpoch BrokerEpoch, LeaderEpoch LeaderEpoch, bool IsLogFailed);
