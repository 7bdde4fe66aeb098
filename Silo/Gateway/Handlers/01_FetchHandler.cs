using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// Fetch, versions 4 to 17, for consumers. Differs from Kafka: there are no fetch sessions (KIP-227): session id 0 says
/// so, and the client names all its partitions each time. Kafka's own followers are refused: replicas push here.
/// </summary>
internal sealed class FetchHandler(
    ClusterView cluster, IClusterMetadata metadata, ILocalPartitions partitions, GatewayOptions options)
    : RequestHandler<FetchRequest, FetchResponse>(SupportedApis.Fetch)
{
    private const short FirstVersionWithTopicIds = 13;
    private const short FirstVersionWithRacks = 11;
    private const int FinalSessionEpoch = -1;
    private const int Nowhere = -1;

    public override bool MayOverlap => true;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<FetchResponse?> Handle(FetchRequest request, RequestScope scope)
    {
        if (request.ReplicaId.Value >= 0 || request.ReplicaState is { ReplicaId.Value: >= 0 })
        {
            return new() { Error = KafkaError.InvalidRequest };
        }

        // Nobody can have a session: a client that names one is from before a restart.
        if (request.SessionId != 0 && request.SessionEpoch != FinalSessionEpoch)
        {
            return new() { Error = KafkaError.FetchSessionIdNotFound };
        }

        var fetches = new LocalFetch[CountPartitions(request)];
        var topics = Resolve(request, scope.ApiVersion, fetches, out var count);
        var results = count == 0
            ? []
            : await partitions.Fetch(count == fetches.Length ? fetches : fetches[..count], new(
                request.MinBytes,
                Math.Min(request.MaxBytes, options.FetchBytesMax),
                count < fetches.Length ? TimeSpan.Zero : Min(request.MaxWait, options.WaitMax),
                IsReadCommitted: request.IsolationLevel == 1,
                IsFollowerAllowed: scope.ApiVersion >= FirstVersionWithRacks));
        foreach (var result in results)
        {
            if (result.Records is { } records)
            {
                scope.Own(records);
            }
        }

        return Answer(topics, results, scope);
    }

    private FetchResponse Answer(ResolvedTopic[] topics, LocalFetchResult[] results, RequestScope scope)
    {
        var responses = new FetchResponse.FetchableTopicResponse[topics.Length];
        SortedSet<int>? leaders = null;
        for (var index = 0; index < responses.Length; index++)
        {
            responses[index] = Answer(topics[index], results, ref leaders);
        }

        return new()
        {
            Responses = ImmutableCollectionsMarshal.AsImmutableArray(responses),
            NodeEndpoints = leaders is null ? [] : EndpointsOf(leaders, scope),
        };
    }

    private FetchResponse.FetchableTopicResponse Answer(
        in ResolvedTopic topic, LocalFetchResult[] results, ref SortedSet<int>? leaders)
    {
        var answers = new FetchResponse.PartitionData[topic.Places.Length];
        for (var index = 0; index < answers.Length; index++)
        {
            var partition = topic.Asked.Partitions[index].Partition;
            answers[index] = topic.Places[index] is var place and not Nowhere
                ? Answer(partition, topic.Metadata!, results[place], ref leaders)
                : Failed(partition, topic.Error);
        }

        return new()
        {
            Topic = topic.Asked.Topic,
            TopicId = topic.Asked.TopicId,
            Partitions = ImmutableCollectionsMarshal.AsImmutableArray(answers),
        };
    }

    private FetchResponse.PartitionData Answer(
        int partition, TopicMetadata topic, in LocalFetchResult result, ref SortedSet<int>? leaders)
    {
        FetchResponse.LeaderIdAndEpoch? current = null;
        if (result.Error is KafkaError.NotLeaderOrFollower or KafkaError.FencedLeaderEpoch
            && topic.Partitions[partition] is { Leader: >= 0 } state && state.Leader != metadata.BrokerId)
        {
            (leaders ??= []).Add(state.Leader);
            current = new() { LeaderId = new(state.Leader), LeaderEpoch = new(state.LeaderEpoch) };
        }

        return new()
        {
            PartitionIndex = partition,
            Error = result.Error,
            HighWatermark = result.HighWatermark,
            LastStableOffset = result.LastStableOffset,
            LogStartOffset = result.LogStartOffset,
            DivergingEpoch = result.DivergingEpoch is { } end
                ? new() { Epoch = new(end.LeaderEpoch), EndOffset = new(end.EndOffset) }
                : null,
            CurrentLeader = current,
            AbortedTransactions = result.AbortedTransactions is []
                ? []
                : [.. result.AbortedTransactions.Select(ToAborted)],
            Records = result.Records ?? (RecordsPart)MemoryRecords.Empty,
        };
    }

    private static FetchResponse.AbortedTransaction ToAborted(AbortedTransactionRange aborted) => new()
    {
        ProducerId = new(aborted.ProducerId),
        FirstOffset = new(aborted.FirstOffset),
    };

    private ImmutableArray<FetchResponse.NodeEndpoint> EndpointsOf(SortedSet<int> leaders, RequestScope scope)
    {
        var endpoints = ImmutableArray.CreateBuilder<FetchResponse.NodeEndpoint>();
        foreach (var leader in leaders)
        {
            if (cluster.Find(leader, scope.Connection.Listener) is { } address)
            {
                endpoints.Add(new()
                {
                    NodeId = address.Id,
                    Host = address.Host,
                    Port = address.Port,
                    Rack = address.Rack,
                });
            }
        }

        return endpoints.ToImmutable();
    }

    private static int CountPartitions(FetchRequest request)
    {
        var count = 0;
        foreach (var topic in request.Topics)
        {
            count += topic.Partitions.Length;
        }

        return count;
    }

    /// <param name="count">Of partitions that are here: the first elements of the fetches.</param>
    private ResolvedTopic[] Resolve(FetchRequest request, short version, LocalFetch[] fetches, out int count)
    {
        count = 0;
        var topics = new ResolvedTopic[request.Topics.Length];
        for (var index = 0; index < topics.Length; index++)
        {
            topics[index] = Resolve(request.Topics[index], version, fetches, ref count);
        }

        return topics;
    }

    private ResolvedTopic Resolve(FetchRequest.FetchTopic asked, short version, LocalFetch[] fetches, ref int count)
    {
        var error = cluster.Find(version >= FirstVersionWithTopicIds, asked.TopicId, asked.Topic, out var topic);
        var places = new int[asked.Partitions.Length];
        for (var index = 0; index < places.Length; index++)
        {
            var partition = asked.Partitions[index];
            places[index] = Nowhere;
            if (topic is not null && partition.Partition >= 0 && partition.Partition < topic.Partitions.Length)
            {
                places[index] = count;
                fetches[count++] = new(
                    new(new TopicId(topic.TopicId), partition.Partition),
                    partition.FetchOffset,
                    partition.PartitionMaxBytes,
                    partition.CurrentLeaderEpoch,
                    partition.LastFetchedEpoch);
            }
        }

        return new(asked, topic, topic is null ? error : KafkaError.UnknownTopicOrPartition, places);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static FetchResponse.PartitionData Failed(int partition, KafkaError error) => new()
    {
        PartitionIndex = partition,
        Error = error,
        HighWatermark = Offset.None,
        AbortedTransactions = [],
        Records = MemoryRecords.Empty,
    };

    /// <param name="Asked">What the client has said.</param>
    /// <param name="Metadata">Null where there is no such topic.</param>
    /// <param name="Error">Of the partitions that are nowhere.</param>
    /// <param name="Places">Of its partitions among the fetches.</param>
    private readonly record struct ResolvedTopic(
        FetchRequest.FetchTopic Asked, TopicMetadata? Metadata, KafkaError Error, int[] Places);
}
