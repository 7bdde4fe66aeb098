using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<ProduceResponse?> Handle(ProduceRequest request, RequestScope scope)
    {
        var appends = Begin(request, scope);
        var responses = new ProduceResponse.TopicProduceResponse[request.TopicData.Length];
        Exception? failure = null;
        var next = 0;
        for (var index = 0; index < responses.Length; index++)
        {
            var asked = request.TopicData[index];
            var partitions = new ProduceResponse.PartitionProduceResponse[asked.PartitionData.Length];
            for (var at = 0; at < partitions.Length; at++)
            {
                try
                {
                    partitions[at] = await appends[next++];
                }
                catch (Exception error)
                {
                    // The others are awaited all the same: their batches lie in the frame, which is freed afterwards.
                    failure ??= error;
                }
            }

            responses[index] = new()
            {
                Name = asked.Name,
                TopicId = asked.TopicId,
                PartitionResponses = ImmutableCollectionsMarshal.AsImmutableArray(partitions),
            };
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        var response = new ProduceResponse { Responses = ImmutableCollectionsMarshal.AsImmutableArray(responses) };
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

    // Of all partitions, in the order of the request.
    private ValueTask<ProduceResponse.PartitionProduceResponse>[] Begin(ProduceRequest request, RequestScope scope)
    {
        var count = 0;
        foreach (var data in request.TopicData)
        {
            count += data.PartitionData.Length;
        }

        var appends = new ValueTask<ProduceResponse.PartitionProduceResponse>[count];
        var next = 0;
        foreach (var data in request.TopicData)
        {
            var error = cluster.Find(
                scope.ApiVersion >= FirstVersionWithTopicIds, data.TopicId, data.Name, out var topic);
            foreach (var partition in data.PartitionData)
            {
#pragma warning disable CA2012 // Each is awaited once, by Handle.
                appends[next++] = topic is null ? new(Failed(partition.Index, error))
                    : partition.Index < 0 || partition.Index >= topic.Partitions.Length
                        ? new(Failed(partition.Index, KafkaError.UnknownTopicOrPartition))
                    : topic.IsInternal ? new(Failed(partition.Index, KafkaError.InvalidTopicException))
                    : Append(request, topic, partition, scope.Connection.Listener);
#pragma warning restore CA2012
            }
        }

        return appends;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ProduceResponse.PartitionProduceResponse> Append(
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
            CurrentLeader = answer.Error is KafkaError.NotLeaderOrFollower
                ? LeaderOf(topic, data.Index, listener)
                : null,
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
