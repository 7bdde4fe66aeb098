using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Orleans.Concurrency;

namespace Cloud.Grains.Partitions;

/// <summary>
/// A replica's doorway. It holds nothing: the replica lives in the broker, so that this may be deactivated at any time,
/// or be there twice, and nobody notices.
/// </summary>
[ReplicaPlacement, Reentrant]
internal sealed class PartitionGrain(BrokerIdentity identity, BrokerRuntime broker, LocalPartitions partitions)
    : Grain, IPartitionGrain
{
    private TopicIdPartition _partition;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!PartitionKey.TryParse(key, out var replica) || replica.BrokerId != identity.BrokerId.Value)
        {
            throw new OrleansException($"The replica {key} is not on broker {identity.BrokerId}.");
        }

        _partition = new(new TopicId(replica.TopicId), replica.Partition);
        return Task.CompletedTask;
    }

    public async Task<ReplicaAnswer> Replicate(ReplicaCommand command)
    {
        var reply = await broker.Replicas.Answer(command.ToRequest(_partition));
        return reply.ToMessage();
    }

    public Task<AppendAnswer> Append(AppendCommand command)
    {
        // Offsets and epoch are written into the batches, and these are the caller's.
        var batches = command.Batches.Select(batch => batch.ToArray().AsMemory()).ToArray();
        return partitions.Append(
            _partition, batches, command.Acks, command.Timeout, new LeaderEpoch(command.CurrentLeaderEpoch)).AsTask();
    }

    public Task<FetchAnswer> Fetch(FetchCommand command) => partitions.Fetch(_partition, command);

    public Task<OffsetAnswer> FindOffset(OffsetCommand command) =>
        Task.FromResult(partitions.FindOffset(_partition, command));

    public Task<EpochEndAnswer> FindEpochEnd(int leaderEpoch, int currentLeaderEpoch) =>
        Task.FromResult(partitions.FindEpochEnd(_partition, leaderEpoch, currentLeaderEpoch));

    public Task<DeleteRecordsAnswer> DeleteRecords(long beforeOffset, int currentLeaderEpoch) =>
        partitions.DeleteRecords(_partition, beforeOffset, currentLeaderEpoch);
}
