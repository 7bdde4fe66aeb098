using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Replication;

/// <summary>
/// How a leader reaches a follower. Calls between silos in production, the simulated network in tests.
/// </summary>
public interface IReplicaTransport
{
    /// <summary>
    /// Asks a follower. Throws <see cref="TimeoutException"/> or <see cref="ReplicaUnavailableException"/> when no
    /// answer comes: what was asked may have been done or not.
    /// </summary>
    Task<ReplicaReply> Ask(BrokerId follower, ReplicaRequest request);
}
