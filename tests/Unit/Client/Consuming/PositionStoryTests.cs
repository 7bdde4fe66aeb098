using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client.Consuming;

/// <summary>
/// Where partitions are read, while that of another cannot be found out. Partition 0 of "orders" is led by broker 0,
/// which holds offsets from 7 on, partition 1 by broker 1, partition 2 by nobody.
/// </summary>
public sealed class PositionStoryTests : IAsyncDisposable
{
    private static readonly TopicPartition Good = new("orders", 0);
    private static readonly TopicPartition Other = new("orders", 1);
    private static readonly TopicPartition Third = new("orders", 2);

    private readonly AnsweringBroker _broker = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly TaskCompletionSource<Offset> _fetched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lookedUpOther = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lookedUpThird = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _never = new();
    private volatile KafkaError _errorOfOther = KafkaError.None;
    private volatile int _leaderOfThird = -1;
    private volatile int _committedOfGood = -1;

    public PositionStoryTests() => _broker.OnOther = Answer;

    [Fact]
    public async Task Partitions_without_a_leader_or_that_are_not_there_hold_no_other_up()
    {
        await using var consumer = Open();

        consumer.Assign([Third, new("missing", 0), new("orders", 99), Good]);

        Assert.Equal(new Offset(7), await Fetched());
    }

    [Fact]
    public async Task Partition_is_looked_up_as_soon_as_a_leader_is_known()
    {
        await using var consumer = Open();
        consumer.Assign([Third, Good]);
        await Fetched();

        _leaderOfThird = 0;

        await _lookedUpThird.Task.WaitAsync(_patience.Token);
    }

    [Fact]
    public async Task Error_of_one_partition_is_thrown_for_it_alone()
    {
        _errorOfOther = KafkaError.TopicAuthorizationFailed;
        await using var consumer = Open();

        consumer.Assign([Other, Good]);

        var failure = await Assert.ThrowsAsync<NotAuthorizedException>(() => Consume(consumer));
        Assert.Contains("orders-1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new Offset(7), await Fetched());
        Assert.Null(consumer.PositionOf(Other));
    }

    [Fact]
    public async Task Leader_that_hangs_holds_up_its_own_partitions_alone()
    {
        _broker.Before = request => IsLookupOf(Other, request) ? _never.Task : Task.CompletedTask;
        await using var consumer = Open();
        consumer.Assign([Other]);
        await _lookedUpOther.Task.WaitAsync(_patience.Token);

        consumer.Assign([Other, Good]);

        Assert.Equal(new Offset(7), await Fetched());
    }

    [Fact]
    public async Task Committed_offset_is_taken_while_another_partition_is_looked_up()
    {
        _broker.Before = request => IsLookupOf(Other, request) ? _never.Task : Task.CompletedTask;
        await using var consumer = Open("workers");
        consumer.Assign([Other]);
        await _lookedUpOther.Task.WaitAsync(_patience.Token);

        _committedOfGood = 9;
        consumer.Assign([Other, Good]);

        Assert.Equal(new Offset(9), await Fetched());
    }

    public async ValueTask DisposeAsync()
    {
        await _patience.CancelAsync();
        _patience.Dispose();
    }

    private Consumer<byte[]?, byte[]?> Open(string? group = null) => new(new ConsumerOptions
    {
        Transport = _broker,
        GroupId = group,
        RetryBackoff = TimeSpan.FromMilliseconds(1),
        RetryBackoffMax = TimeSpan.FromMilliseconds(10),

        // Longer than the test's patience: what hangs does not come loose by itself.
        RequestTimeout = TimeSpan.FromMinutes(2),
        DefaultApiTimeout = TimeSpan.FromMinutes(2),
        AutoOffsetReset = AutoOffsetReset.Earliest,
    });

    // Where partition 0 is read.
    private Task<Offset> Fetched() => _fetched.Task.WaitAsync(_patience.Token);

    private async Task Consume(Consumer<byte[]?, byte[]?> consumer)
    {
        await foreach (var record in consumer.ConsumeAsync(_patience.Token))
        {
            Assert.Fail($"There are no records, but one came: {record.Offset}.");
        }
    }

    private IResponse? Answer(IRequest request)
    {
        switch (request)
        {
            case MetadataRequest:
                return Metadata();
            case ListOffsetsRequest lookup:
                return LookUp(lookup);
            case OffsetFetchRequest committed:
                return Committed(Assert.Single(committed.Groups));
            case FetchRequest fetch when fetch.Topics[0].Partitions.FirstOrDefault() is { Partition: 0 } good:
                _fetched.TrySetResult(good.FetchOffset);
                return null;
            default:
                return null;
        }
    }

    private ListOffsetsResponse LookUp(ListOffsetsRequest request)
    {
        var partitions = Assert.Single(request.Topics).Partitions;
        if (IsLookupOf(Third, request))
        {
            _lookedUpThird.TrySetResult();
        }

        return new()
        {
            Topics =
            [
                new()
                {
                    Name = Good.Topic,
                    Partitions =
                    [
                        .. partitions.Select(partition => new ListOffsetsResponse.PartitionResponse
                        {
                            PartitionIndex = partition.PartitionIndex,
                            Error = partition.PartitionIndex == Other.Partition ? _errorOfOther : KafkaError.None,
                            Offset = new(7),
                        }),
                    ],
                },
            ],
        };
    }

    private OffsetFetchResponse Committed(OffsetFetchRequest.Group group) => new()
    {
        Groups =
        [
            new()
            {
                GroupId = group.GroupId,
                Topics =
                [
                    new()
                    {
                        Name = Good.Topic,
                        Partitions =
                        [
                            new()
                            {
                                PartitionIndex = Good.Partition, CommittedOffset = new(_committedOfGood), Metadata = "",
                            },
                        ],
                    },
                ],
            },
        ],
    };

    private bool IsLookupOf(TopicPartition partition, IRequest request)
    {
        var isOf = request is ListOffsetsRequest lookup && lookup.Topics.Any(topic =>
            topic.Name == partition.Topic
            && topic.Partitions.Any(asked => asked.PartitionIndex == partition.Partition));
        if (isOf && partition == Other)
        {
            _lookedUpOther.TrySetResult();
        }

        return isOf;
    }

    private MetadataResponse Metadata() => new()
    {
        Brokers =
        [
            new() { NodeId = new(0), Host = "scripted", Port = 9000 },
            new() { NodeId = new(1), Host = "scripted", Port = 9001 },
        ],
        Topics =
        [
            new() { Name = "missing", Error = KafkaError.UnknownTopicOrPartition },
            new()
            {
                Name = Good.Topic,
                TopicId = new(new Guid(1, 2, 3, [0, 0, 0, 0, 0, 0, 0, 1])),
                Partitions = [Led(0, by: 0), Led(1, by: 1), Led(2, _leaderOfThird)],
            },
        ],
    };

    private static MetadataResponse.Partition Led(int partition, int by) =>
        new() { PartitionIndex = partition, LeaderId = new(by), LeaderEpoch = new(1) };
}
