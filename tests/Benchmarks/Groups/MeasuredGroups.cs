using Cloud.Benchmarks.Broker;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Benchmarks.Groups;

/// <summary>The way to coordinators without sockets: what Kafka's listener does for its clients.</summary>
internal sealed class MeasuredGroups(MeasuredBrokers brokers)
{
    public const string Topic = "read";

    private const short CommitVersion = 9;

    /// <summary>The broker that coordinates the group and is ready to.</summary>
    public async Task<ILocalGroups> CoordinatorOf(string group, int askedBroker = 0)
    {
        while (true)
        {
            var place = await brokers.GroupsOf(askedBroker).FindCoordinator(group);
            if (place.Error is KafkaError.None && await IsReady(brokers.GroupsOf(place.BrokerId), group))
            {
                return brokers.GroupsOf(place.BrokerId);
            }

            await Task.Delay(1);
        }
    }

    public static async Task<TResponse> Ask<TResponse>(ILocalGroups groups, IRequest request)
        where TResponse : class, IResponse => (TResponse)await groups.Handle(
            request, new("client", "/here", request.Api.Versions.Last), CancellationToken.None);

    public static async Task Commit(ILocalGroups groups, string group, int partitionCount, long offset)
    {
        var answer = (OffsetCommitResponse)await groups.Handle(
            new OffsetCommitRequest
            {
                GroupId = group,
                GenerationIdOrMemberEpoch = -1,
                MemberId = "",
                Topics =
                [
                    new()
                    {
                        Name = Topic,
                        Partitions =
                        [
                            .. Enumerable.Range(0, partitionCount).Select(partition => new OffsetCommitRequest.Partition
                            {
                                PartitionIndex = partition,
                                CommittedOffset = new(offset),
                            }),
                        ],
                    },
                ],
            },
            new("client", "/here", CommitVersion),
            CancellationToken.None);
        Invariant.Holds(answer.Topics[0].Partitions.All(partition => partition.Error is KafkaError.None));
    }

    private static async Task<bool> IsReady(ILocalGroups groups, string group)
    {
        var answer = await Ask<OffsetFetchResponse>(
            groups, new OffsetFetchRequest { Groups = [new() { GroupId = group, MemberEpoch = -1, Topics = [] }] });
        return answer.Groups[0].Error is KafkaError.None;
    }
}
