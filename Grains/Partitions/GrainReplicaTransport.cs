using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;

namespace Cloud.Grains.Partitions;

/// <summary>A leader's requests to followers, as calls of their grains.</summary>
internal sealed class GrainReplicaTransport(IGrainFactory grains) : IReplicaTransport
{
    public async Task<ReplicaReply> Ask(BrokerId follower, ReplicaRequest request)
    {
        var partition = request.Partition;
        var key = new PartitionKey(partition.TopicId.Value, partition.Partition, follower.Value);
        try
        {
            var answer = await grains.GetGrain<IPartitionGrain>(key.ToString()).Replicate(request.ToMessage());
            return answer.ToReply();
        }
        catch (Exception error) when (Unanswered.Is(error))
        {
            throw new ReplicaUnavailableException($"Broker {follower} did not answer: {error.Message}", error);
        }
    }
}
