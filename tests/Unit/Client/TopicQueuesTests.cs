using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Unit.Client;

/// <summary>What becomes of partitions' queues when metadata changes.</summary>
public sealed class TopicQueuesTests
{
    private readonly MetadataCache _metadata;
    private readonly TopicQueues _queues;
    private BrokerId[] _leaders = [];

    public TopicQueuesTests()
    {
        var options = new ProducerOptions();
        _metadata = new MetadataCache(Answer, options, mayCreateTopics: false);
        _metadata.Interest.Add("orders");
        _queues = new TopicQueues("orders", options, _metadata, new ProducerEnd());
    }

    [Fact]
    public async Task Queue_outlives_an_answer_that_leaves_its_partition_out()
    {
        await Learn(new(0), new(0));
        var second = _queues.Find(1);

        await Learn(new BrokerId(0));
        Assert.Equal(1, _queues.Count);
        Assert.Null(_queues.Find(1));
        await Learn(new(0), new(0), new(0));

        Assert.NotNull(second);
        Assert.Same(second, _queues.Find(1));
        Assert.Equal(2, _queues.Find(2)!.Partition.Partition);
    }

    [Fact]
    public async Task Call_that_comes_late_does_not_bring_back_what_has_passed()
    {
        // The first to hear of the answer has something newer, of which everybody else hears before.
        _metadata.Changed += _ => _metadata.Learn(new("orders", 0), new(0), new(2), address: null);
        _metadata.Changed += _ => _queues.Update();

        _leaders = [BrokerId.None];
        await _metadata.Refresh();

        Assert.Equal([0], _queues.Available);
    }

    private async Task Learn(params BrokerId[] leaders)
    {
        _leaders = leaders;
        await _metadata.Refresh();
        _queues.Update();
    }

    private Task<MetadataResponse> Answer(MetadataRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new MetadataResponse
        {
            Brokers = [new() { NodeId = new(0), Host = "host", Port = 9000 }],
            Topics =
            [
                new()
                {
                    Name = "orders",
                    Partitions =
                    [
                        .. _leaders.Select((leader, index) => new MetadataResponse.Partition
                        {
                            PartitionIndex = index,
                            LeaderId = leader,
                            LeaderEpoch = new(1),
                            ReplicaNodes = [],
                            IsrNodes = [],
                            OfflineReplicas = [],
                        }),
                    ],
                },
            ],
        });
}
