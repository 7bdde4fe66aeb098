using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Commits and reads the offsets of a group. Who commits sees to it that one goes after the other.
/// </summary>
internal sealed class GroupOffsets(
    ClusterClient cluster, GroupCoordinator coordinator, ConsumerOptions options, Func<MemberIdentity> identity)
{
    /// <param name="offsets">What to commit.</param>
    /// <param name="member">As whom it was read: a growing epoch is followed, another membership is not.</param>
    /// <param name="deadline">Until when it is tried again.</param>
    /// <param name="cancellationToken">Ends the waiting; it may be committed or not.</param>
    /// <exception cref="CommitFailedException">
    /// The group has rebalanced meanwhile, or the place was lost.
    /// </exception>
    /// <exception cref="ClientException">Another error that stays, or time is up.</exception>
    public Task Commit(
        IReadOnlyCollection<TopicPartitionOffset> offsets,
        MemberIdentity member,
        Deadline deadline,
        CancellationToken cancellationToken) => cluster.Retry(
            "To commit offsets",
            async cancellation =>
            {
                await CommitOnce(offsets, member, cancellation).ConfigureAwait(false);
                return true;
            },
            deadline,
            cancellationToken);

    /// <summary>What is committed; what is not has no entry.</summary>
    public Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset>> Fetch(
        IReadOnlyCollection<TopicPartition> partitions, Deadline deadline, CancellationToken cancellationToken) =>
        cluster.Retry(
            "To read committed offsets",
            cancellation => FetchOnce(partitions, cancellation),
            deadline,
            cancellationToken);

    private async Task CommitOnce(
        IReadOnlyCollection<TopicPartitionOffset> offsets, MemberIdentity reader, CancellationToken cancellationToken)
    {
        var member = identity();
        if (!member.Continues(reader))
        {
            throw new CommitFailedException(
                KafkaError.UnknownMemberId,
                $"Group '{coordinator.GroupId}': offsets were not committed, as this consumer has lost its place in "
                + "the group meanwhile: it was too slow, or was taken for dead, or has left.");
        }

        var request = new OffsetCommitRequest
        {
            GroupId = coordinator.GroupId,
            MemberId = member.MemberId,
            GenerationIdOrMemberEpoch = member.Epoch,
            GroupInstanceId = member.InstanceId,
            Topics =
            [
                .. offsets.GroupBy(offset => offset.TopicPartition.Topic).Select(topic => new OffsetCommitRequest.Topic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(ToRequest)],
                }),
            ],
        };
        var response = await coordinator
            .Send(request, ConnectionPurpose.Coordinator, options.RequestTimeout, cancellationToken)
            .ConfigureAwait(false);
        foreach (var topic in response.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                if (partition.Error is not KafkaError.None)
                {
                    throw CommitFailure(partition.Error, new(topic.Name, partition.PartitionIndex), member);
                }
            }
        }
    }

    private static OffsetCommitRequest.Partition ToRequest(TopicPartitionOffset offset) => new()
    {
        PartitionIndex = offset.TopicPartition.Partition,
        CommittedOffset = offset.Offset,
        CommittedLeaderEpoch = offset.LeaderEpoch,
        CommittedMetadata = offset.Metadata,
    };

    private ClientException CommitFailure(KafkaError error, TopicPartition partition, MemberIdentity member)
    {
        // The epoch has grown since, and with it the request is right again.
        var isRetried = error is KafkaError.StaleMemberEpoch && identity() is { IsMember: true } now && now != member;
        if (isRetried)
        {
            return new(
                KafkaError.CoordinatorLoadInProgress, $"Group '{coordinator.GroupId}': the member's epoch has grown.");
        }

        var hasLostPlace = error is KafkaError.StaleMemberEpoch or KafkaError.UnknownMemberId
            or KafkaError.IllegalGeneration or KafkaError.RebalanceInProgress or KafkaError.FencedInstanceId
            or KafkaError.FencedMemberEpoch;
        return hasLostPlace
            ? new CommitFailedException(
                error,
                $"Group '{coordinator.GroupId}': the offset of {partition} was not committed, as the group has "
                + $"rebalanced meanwhile, or this member was too slow (MaxPollInterval): {error.DefaultMessage()}")
            : coordinator.Failure(error, $"the offset of {partition} was not committed");
    }

    private async Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset>> FetchOnce(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var member = identity();
        var isNewMember = member.IsMember && options.GroupProtocol is GroupProtocol.Consumer;
        var topics = partitions.GroupBy(partition => partition.Topic, partition => partition.Partition).ToList();
        var request = new OffsetFetchRequest
        {
            GroupId = coordinator.GroupId,
            RequireStable = true,
            Topics =
            [
                .. topics.Select(topic => new OffsetFetchRequest.Topic
                {
                    Name = topic.Key,
                    PartitionIndexes = [.. topic],
                }),
            ],
            Groups =
            [
                new()
                {
                    GroupId = coordinator.GroupId,
                    MemberId = isNewMember ? member.MemberId : null,
                    MemberEpoch = isNewMember ? member.Epoch : MemberIdentity.Nobody.Epoch,
                    Topics =
                    [
                        .. topics.Select(topic => new OffsetFetchRequest.GroupTopic
                        {
                            Name = topic.Key,
                            PartitionIndexes = [.. topic],
                        }),
                    ],
                },
            ],
        };
        var response = await coordinator
            .Send(request, ConnectionPurpose.Coordinator, options.RequestTimeout, cancellationToken)
            .ConfigureAwait(false);
        return Read(response, member);
    }

    private IReadOnlyDictionary<TopicPartition, TopicPartitionOffset> Read(
        OffsetFetchResponse response, MemberIdentity member)
    {
        var committed = new Dictionary<TopicPartition, TopicPartitionOffset>();
        ThrowOnError(response.Error, member);
        foreach (var group in response.Groups)
        {
            ThrowOnError(group.Error, member);
            foreach (var topic in group.Topics)
            {
                foreach (var one in topic.Partitions)
                {
                    var partition = new TopicPartition(topic.Name, one.PartitionIndex);
                    Add(one.Error, new(partition, one.CommittedOffset, one.CommittedLeaderEpoch, one.Metadata ?? ""));
                }
            }
        }

        foreach (var topic in response.Topics)
        {
            foreach (var one in topic.Partitions)
            {
                var partition = new TopicPartition(topic.Name, one.PartitionIndex);
                Add(one.Error, new(partition, one.CommittedOffset, one.CommittedLeaderEpoch, one.Metadata ?? ""));
            }
        }

        return committed;

        void Add(KafkaError error, TopicPartitionOffset position)
        {
            ThrowOnError(error, member);
            if (position.Offset >= Offset.Zero)
            {
                committed[position.TopicPartition] = position;
            }
        }
    }

    // A member whose place or epoch has changed while it asked asks again as who it is then.
    private void ThrowOnError(KafkaError error, MemberIdentity member)
    {
        if (error is KafkaError.StaleMemberEpoch or KafkaError.UnknownMemberId && member.IsMember)
        {
            throw new ClientException(
                KafkaError.CoordinatorLoadInProgress, $"Group '{coordinator.GroupId}': {error.DefaultMessage()}");
        }

        if (error is not KafkaError.None)
        {
            throw coordinator.Failure(error, "committed offsets could not be read");
        }
    }
}
