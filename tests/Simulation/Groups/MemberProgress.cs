using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>
/// What a member reads: where it is in the partitions it owns, and the commits it sends. Of its process.
/// </summary>
internal sealed class MemberProgress(GroupWorld world, SimulatedProcess process)
{
    private const short CommitVersion = 9;

    private readonly Dictionary<int, long> _positions = [];

    public IReadOnlyCollection<int> Owned => _positions.Keys;

    public void Forget(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
        {
            _positions.Remove(partition);
        }
    }

    public void ForgetAll() => _positions.Clear();

    /// <summary>Begins where the group is. False when nobody could say.</summary>
    public async Task<bool> Begin(int broker, IReadOnlyCollection<int> partitions, string? memberId, int epoch)
    {
        if (partitions.Count == 0)
        {
            return true;
        }

        var answer = await world.FetchOffsets(process, broker, new()
        {
            GroupId = GroupWorld.Group,
            MemberId = memberId,
            MemberEpoch = epoch,
            Topics = ImmutableArray.Create(new OffsetFetchRequest.GroupTopic
            {
                Name = GroupWorld.Topic,
                PartitionIndexes = [.. partitions],
            }),
        });
        if (answer.Error is not KafkaError.None)
        {
            return false;
        }

        foreach (var partition in answer.Topics.SelectMany(topic => topic.Partitions))
        {
            _positions[partition.PartitionIndex] = Math.Max(0, partition.CommittedOffset.Value);
        }

        return true;
    }

    public void Read()
    {
        foreach (var partition in _positions.Keys.ToList())
        {
            _positions[partition] += world.World.Random.Next(0, 4);
        }
    }

    /// <summary>Commits where it is; what the coordinator says of it.</summary>
    public async Task<KafkaError> Commit(int broker, string memberId, int epoch)
    {
        if (_positions.Count == 0)
        {
            return KafkaError.None;
        }

        var sent = _positions.ToArray();
        var answer = await world.Ask<OffsetCommitResponse>(
            process,
            broker,
            new OffsetCommitRequest
            {
                GroupId = GroupWorld.Group,
                MemberId = memberId,
                GenerationIdOrMemberEpoch = epoch,
                Topics =
                [
                    new()
                    {
                        Name = GroupWorld.Topic,
                        Partitions =
                        [
                            .. sent.Select(position => new OffsetCommitRequest.Partition
                            {
                                PartitionIndex = position.Key,
                                CommittedOffset = new Offset(position.Value),
                                CommittedMetadata = $"{memberId}:{epoch}",
                            }),
                        ],
                    },
                ],
            },
            CommitVersion);
        var error = answer.Topics[0].Partitions[0].Error;
        if (error is KafkaError.None)
        {
            foreach (var (partition, offset) in sent)
            {
                world.Checks.Answered(partition, offset, $"{memberId}:{epoch}");
            }
        }

        return error;
    }

    /// <summary>Sends a commit and does not wait for it: it may come when it should not any more.</summary>
    public void CommitLate(int broker, string memberId, int epoch) =>
        _ = Commit(broker, memberId, epoch).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, process);
}
