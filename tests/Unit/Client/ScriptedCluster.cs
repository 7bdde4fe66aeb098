using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client;

/// <summary>
/// A cluster that is nothing but answers: metadata and producer ids by itself, and to each produce what the test says,
/// when the test says so.
/// </summary>
internal sealed class ScriptedCluster : ITransport
{
    private readonly Channel<ScriptedProduce> _produces = Channel.CreateUnbounded<ScriptedProduce>();
    private readonly ConcurrentDictionary<int, int> _leaders = new();

    public ScriptedCluster(int brokers = 1, int partitions = 1)
    {
        BrokerCount = brokers;
        for (var partition = 0; partition < partitions; partition++)
        {
            _leaders[partition] = 0;
        }
    }

    public int BrokerCount { get; }

    /// <summary>What metadata says of every topic.</summary>
    public KafkaError TopicError { get; set; }

    public int LeaderEpoch { get; set; } = 1;

    /// <summary>The answer to who asks for a producer id; the id counts up with each.</summary>
    public KafkaError ProducerIdError { get; set; }

    public int ProducerIdCount { get; private set; }

    public int MetadataCount { get; private set; }

    /// <summary>False: nobody is there.</summary>
    public bool IsReachable { get; set; } = true;

    public BrokerAddress AddressOf(int broker) => new(new BrokerId(broker), "scripted", 9000 + broker);

    public void SetLeader(int partition, int broker, int epoch) => (_leaders[partition], LeaderEpoch) = (broker, epoch);

    /// <summary>The next produce that arrived, waiting for it.</summary>
    public async Task<ScriptedProduce> NextProduce() =>
        await _produces.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>The next produce, if one has arrived.</summary>
    public bool TryTakeProduce([NotNullWhen(true)] out ScriptedProduce? produce) =>
        _produces.Reader.TryRead(out produce);

    /// <summary>Whether one has arrived that was not asked for yet.</summary>
    public bool HasProduce => _produces.Reader.TryPeek(out _);

    public ValueTask<IReadOnlyList<BrokerAddress>> FindBootstrapAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<BrokerAddress>>([AddressOf(0) with { Id = new(-1) }]);

    public ValueTask<ITransportConnection> ConnectAsync(BrokerAddress broker, CancellationToken cancellationToken) =>
        IsReachable
            ? ValueTask.FromResult<ITransportConnection>(new ScriptedConnection(this, broker))
            : throw new BrokersUnreachableException($"Nobody is at {broker}.");

    internal void Arrived(ScriptedProduce produce) => _produces.Writer.TryWrite(produce);

    internal IResponse Answer(IRequest request) => request switch
    {
        ApiVersionsRequest => new ApiVersionsResponse
        {
            ApiKeys =
            [
                .. SupportedApis.All.Select(api => new ApiVersionsResponse.ApiVersion
                {
                    ApiKey = (short)api.Key, MinVersion = api.Versions.First, MaxVersion = api.Versions.Last,
                }),
            ],
        },
        MetadataRequest metadata => Describe(metadata),
        InitProducerIdRequest => new InitProducerIdResponse
        {
            Error = ProducerIdError,
            ProducerId = new(1000 + ProducerIdCount++),
            ProducerEpoch = new(0),
        },
        _ => throw new NotSupportedException($"{request.Api}"),
    };

    private MetadataResponse Describe(MetadataRequest request)
    {
        MetadataCount++;
        return new()
        {
            ClusterId = "scripted",
            Brokers =
            [
                .. Enumerable.Range(0, BrokerCount).Select(AddressOf).Select(broker => new MetadataResponse.Broker
                {
                    NodeId = broker.Id, Host = broker.Host, Port = broker.Port,
                }),
            ],
            Topics = [.. (request.Topics ?? []).Select(topic => Describe(topic.Name!))],
        };
    }

    private MetadataResponse.Topic Describe(string name) => new()
    {
        Name = name,
        TopicId = new(new Guid(1, 2, 3, [0, 0, 0, 0, 0, 0, 0, 1])),
        Error = TopicError,
        Partitions = TopicError is not KafkaError.None
            ? []
            :
            [
                .. _leaders.OrderBy(entry => entry.Key).Select(entry => new MetadataResponse.Partition
                {
                    PartitionIndex = entry.Key,
                    LeaderId = new(entry.Value),
                    LeaderEpoch = new(LeaderEpoch),
                    ReplicaNodes = [new(entry.Value)],
                    IsrNodes = [new(entry.Value)],
                    OfflineReplicas = [],
                }),
            ],
    };
}
