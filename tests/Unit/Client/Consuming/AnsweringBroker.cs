using System.Buffers;
using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client.Consuming;

/// <summary>
/// A broker that leads partition 0 of topic "orders" and is nothing but answers: each fetch gets what the test says, or
/// when that is null, nothing after it has waited as long as it was asked to: longer, and what was fetched for nothing
/// would hold the next fetch up.
/// </summary>
internal sealed class AnsweringBroker : ITransport
{
    public static readonly TopicPartition Partition = new("orders", 0);

    private static readonly BrokerAddress Address = new(new BrokerId(0), "scripted", 9000);

    public Func<FetchRequest.FetchPartition, FetchResponse.PartitionData?> OnFetch { get; set; } = _ => null;

    public Func<IRequest, IResponse?> OnOther { get; set; } = _ => null;

    /// <summary>What is waited for before a request is answered: to be slow, or to hang.</summary>
    public Func<IRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>APIs that it does not know.</summary>
    public HashSet<ApiKey> Missing { get; } = [];

    public int LeaderEpoch { get; set; } = 1;

    public ValueTask<IReadOnlyList<BrokerAddress>> FindBootstrapAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<BrokerAddress>>([Address with { Id = new(-1) }]);

    public ValueTask<ITransportConnection> ConnectAsync(BrokerAddress broker, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ITransportConnection>(new Connection(this));

    private IResponse? Answer(IRequest request) => OnOther(request) ?? request switch
    {
        ApiVersionsRequest => new ApiVersionsResponse
        {
            ApiKeys = [.. SupportedApis.All.Where(api => !Missing.Contains(api.Key)).Select(Describe)],
        },
        MetadataRequest => Metadata(),
        FindCoordinatorRequest => new FindCoordinatorResponse { Coordinators = [new() { NodeId = Address.Id }] },
        FetchRequest fetch => Fetch(fetch.Topics[0]),
        _ => throw new NotSupportedException($"{request.Api}"),
    };

    private static ApiVersionsResponse.ApiVersion Describe(ApiDescription api) => new()
    {
        ApiKey = (short)api.Key,
        MinVersion = api.Versions.First,
        MaxVersion = api.Versions.Last,
    };

    private FetchResponse? Fetch(FetchRequest.FetchTopic topic) => OnFetch(topic.Partitions[0]) is { } data
        ? new() { Responses = [new() { Topic = topic.Topic, TopicId = topic.TopicId, Partitions = [data] }] }
        : null;

    private static FetchResponse Empty(FetchRequest.FetchTopic topic) => new()
    {
        Responses = [new() { Topic = topic.Topic, TopicId = topic.TopicId, Partitions = [new()] }],
    };

    private MetadataResponse Metadata() => new()
    {
        Brokers = [new() { NodeId = Address.Id, Host = Address.Host, Port = Address.Port }],
        Topics =
        [
            new()
            {
                Name = Partition.Topic,
                TopicId = new(new Guid(1, 2, 3, [0, 0, 0, 0, 0, 0, 0, 1])),
                Partitions = [new() { LeaderId = Address.Id, LeaderEpoch = new(LeaderEpoch) }],
            },
        ],
    };

    private sealed class Connection(AnsweringBroker broker) : ITransportConnection
    {
        private const int LengthBytes = 4;

        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsOpen => !_closed.Task.IsCompleted;

        public async Task<ResponseFrame> ExchangeAsync(OutgoingFrame request, bool hasResponse)
        {
            var bytes = new ArrayBufferWriter<byte>();
            request.CopyTo(bytes);
            var frame = new ReadOnlySequence<byte>(bytes.WrittenMemory[LengthBytes..]);
            Assert.True(RequestFrames.TryReadHead(frame, null, out var head, out _));
            Assert.True(RequestFrames.TryReadBody(frame, head, out var read, out var error), error.ToString());
            await Task.WhenAny(broker.Before(read), _closed.Task);
            var response = broker.Answer(read);
            if (response is null)
            {
                var fetch = Assert.IsType<FetchRequest>(read);
                await Task.WhenAny(Task.Delay(fetch.MaxWait), _closed.Task);
                response = Empty(fetch.Topics[0]);
            }

            if (_closed.Task.IsCompleted)
            {
                throw new ConnectionLostException("It was closed.");
            }

            using var answer = new OutgoingFrame();
            ResponseFrames.Write(answer, response, head.ApiVersion, head.CorrelationId);
            var answered = new ArrayBufferWriter<byte>();
            answer.CopyTo(answered);
            return ResponseFrame.Of(answered.WrittenMemory[LengthBytes..]);
        }

        public ValueTask DisposeAsync()
        {
            _closed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
