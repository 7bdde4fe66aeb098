using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Connections;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// Produce, versions 3 to 13. One record batch for each partition, as Kafka asks since format v2. Differs from Kafka:
/// which records of a batch were wrong is not told one by one.
/// </summary>
internal sealed class ProduceHandler(ClusterView cluster, ILocalPartitions partitions, GatewayOptions options)
    : RequestHandler<ProduceRequest, ProduceResponse>(SupportedApis.Produce)
{
    private const short FirstVersionWithTopicIds = 13;

    // The next batches of a producer are appended while the last ones wait for other replicas; their order is kept, as
    // each is handed to its replica before anything is waited for.
    public override bool MayOverlap => true;

    protected override async ValueTask<ProduceResponse?> Handle(ProduceRequest request, RequestScope scope)
    {
        var topics = new (ProduceRequest.TopicProduceData Asked, Task<ProduceResponse.PartitionProduceResponse>[] Answers)
            [request.TopicData.Length];
        for (var index = 0; index < topics.Length; index++)
        {
            topics[index] = (request.TopicData[index], Append(request, request.TopicData[index], scope));
        }

        var responses = ImmutableArray.CreateBuilder<ProduceResponse.TopicProduceResponse>(topics.Length);
        foreach (var (asked, answers) in topics)
        {
            responses.Add(new()
            {
                Name = asked.Name,
                TopicId = asked.TopicId,
                PartitionResponses = [.. await Task.WhenAll(answers)],
            });
        }

        var response = new ProduceResponse { Responses = responses.MoveToImmutable() };
        return request.Acks == 0 ? Unanswered(response) : response;
    }

    // Who asked for no answer learns of an error by losing the connection.
    private static ProduceResponse? Unanswered(ProduceResponse response)
    {
        foreach (var partition in response.Responses.SelectMany(topic => topic.PartitionResponses))
        {
            if (partition.Error is not KafkaError.None)
            {
                throw new FrameRefusedException(
                    $"a produce with acks 0 to partition {partition.Index} ended in {partition.Error}");
            }
        }

        return null;
    }

    private Task<ProduceResponse.PartitionProduceResponse>[] Append(
        ProduceRequest request, ProduceRequest.TopicProduceData data, RequestScope scope)
    {
        var error = cluster.Find(
            scope.ApiVersion >= FirstVersionWithTopicIds, data.TopicId, data.Name, out var topic);
        var answers = new Task<ProduceResponse.PartitionProduceResponse>[data.PartitionData.Length];
        for (var index = 0; index < answers.Length; index++)
        {
            var partition = data.PartitionData[index];
            answers[index] = topic is null || partition.Index < 0 || partition.Index >= topic.Partitions.Length
                ? Task.FromResult(Failed(partition.Index, topic is null ? error : KafkaError.UnknownTopicOrPartition))
                : topic.IsInternal ? Task.FromResult(Failed(partition.Index, KafkaError.InvalidTopicException))
                : Append(request, topic, partition, scope.Connection.Listener);
        }

        return answers;
    }

    private async Task<ProduceResponse.PartitionProduceResponse> Append(
        ProduceRequest request, TopicMetadata topic, ProduceRequest.PartitionProduceData data, string listener)
    {
        var batch = MemoryOf(data.Records);
        if (batch.IsEmpty)
        {
            return Failed(data.Index, KafkaError.InvalidRecord, "There is no record batch.");
        }

        var answer = await partitions.Append(
            new(new TopicId(topic.TopicId), data.Index),
            [batch],
            request.Acks,
            request.Timeout < options.WaitMax ? request.Timeout : options.WaitMax,
            LeaderEpoch.None);
        return new()
        {
            Index = data.Index,
            Error = answer.Error,
            ErrorMessage = answer.Message,
            BaseOffset = new Offset(answer.BaseOffset),
            LogAppendTime = new Instant(answer.LogAppendTime),
            LogStartOffset = new Offset(answer.LogStartOffset),
            CurrentLeader = answer.Error is KafkaError.NotLeaderOrFollower ? LeaderOf(topic, data.Index, listener) : null,
        };
    }

    // KIP-951: saves the client a request for metadata.
    private ProduceResponse.LeaderIdAndEpoch? LeaderOf(TopicMetadata known, int partition, string listener) =>
        cluster.TryFind(new TopicId(known.TopicId), out var topic)
        && topic.Partitions[partition] is { Leader: >= 0 } state
        && cluster.Find(state.Leader, listener) is not null
            ? new() { LeaderId = new BrokerId(state.Leader), LeaderEpoch = new LeaderEpoch(state.LeaderEpoch) }
            : null;

    // The frame is the connection's own, and nobody else reads it: the replica may write offsets into it.
    private static Memory<byte> MemoryOf(RecordsPart? records)
    {
        if (records is null || !records.TryGetMemory(out var bytes))
        {
            return default;
        }

        return bytes.IsSingleSegment ? MemoryMarshal.AsMemory(bytes.First) : bytes.ToArray();
    }

    private static ProduceResponse.PartitionProduceResponse Failed(
        int partition, KafkaError error, string? message = null) => new()
        {
            Index = partition,
            Error = error,
            ErrorMessage = message ?? error.DefaultMessage(),
            BaseOffset = Offset.None,
        };
}
