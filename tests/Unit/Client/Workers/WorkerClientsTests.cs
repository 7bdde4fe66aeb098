using Cloud.Client;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Unit.Client.Consuming;

namespace Cloud.Unit.Client.Workers;

/// <summary>What a worker's real clients are told, by what they ask a broker.</summary>
public sealed class WorkerClientsTests
{
    private const long Earliest = -2;

    private readonly AnsweringBroker _broker = new();

    [Theory]
    [InlineData("latest")]
    [InlineData("none")]
    public async Task Retry_topic_of_which_nothing_is_committed_is_read_from_its_first_record(string reset)
    {
        var asked = LookUps();
        await using var consumer = OpenOnRetryTopic(reset);

        consumer.Assign([AnsweringBroker.Partition]);

        Assert.Equal(Earliest, await asked);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("none")]
    public async Task Retry_topic_whose_committed_offset_is_gone_is_read_from_its_first_record(string reset)
    {
        _broker.OnFetch = _ => new() { Error = KafkaError.OffsetOutOfRange };
        var asked = LookUps();
        await using var consumer = OpenOnRetryTopic(reset);

        consumer.Assign([new TopicPartitionOffset(AnsweringBroker.Partition, new(5))]);

        Assert.Equal(Earliest, await asked);
    }

    // The broker's only topic is the retry topic here.
    private IConsumer<byte[]?, byte[]?> OpenOnRetryTopic(string reset)
    {
        var options = new ConsumerWorkerOptions
        {
            Topics = ["source"],
            Consumer = new()
            {
                GroupId = "billing",
                Transport = _broker,
                AutoOffsetReset = reset == "none" ? AutoOffsetReset.None : AutoOffsetReset.Latest,
            },
            Retry = RetryPolicy.RetryTopics(TimeSpan.FromSeconds(1)) with
            {
                RetryTopicName = (_, _, _) => AnsweringBroker.Partition.Topic,
            },
        };
        return new WorkerClients(options).OpenConsumer(new(options.Topics, "billing", options.Retry));
    }

    // The time that the leader is asked about.
    private Task<long> LookUps()
    {
        var asked = new TaskCompletionSource<long>();
        _broker.OnOther = request =>
        {
            if (request is OffsetFetchRequest)
            {
                return new OffsetFetchResponse();
            }

            if (request is not ListOffsetsRequest lookUp)
            {
                return null;
            }

            asked.TrySetResult(lookUp.Topics[0].Partitions[0].Timestamp);
            return new ListOffsetsResponse
            {
                Topics = [new() { Name = lookUp.Topics[0].Name, Partitions = [new() { Offset = new(0) }] }],
            };
        };
        return asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
