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

    [Theory]
    [InlineData(KafkaError.InvalidTopicException)]
    [InlineData(KafkaError.TopicAuthorizationFailed)]
    public async Task Topic_that_can_never_be_written_to_is_named_before_the_first_record_may_need_it(KafkaError error)
    {
        var options = new ConsumerWorkerOptions
        {
            Topics = ["orders"],
            Producer = new() { Transport = new ScriptedCluster { TopicError = error } },
            Retry = RetryPolicy.DeadLetter(1),
        };
        var routes = new RetryRoutes(options.Topics, "billing/eu", options.Retry);

        var failure = await Assert.ThrowsAnyAsync<ClientException>(
            () => new WorkerClients(options).CheckTopics(routes, CancellationToken.None));

        Assert.Equal(error, failure.Error);
        Assert.Contains("orders.billing/eu.dead-letter", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_as_large_as_can_be_read_can_be_passed_on_with_its_cause()
    {
        var cluster = new ScriptedCluster();
        var options = new ConsumerWorkerOptions
        {
            Consumer = new() { FetchMaxBytes = 100_000 },
            Producer = new() { Transport = cluster, MaxRequestSize = 1000, BufferMemory = 1000 },
        };
        await using var producer = new WorkerClients(options).OpenProducer();
        var headers = new Headers().Add(DeadLetterHeaders.ExceptionMessage, new string('x', 3000));

        var written = producer.ProduceAsync(new("dead", null, new byte[100_000]) { Headers = headers }).AsTask();
        (await cluster.NextProduce()).Succeed();

        await written;
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
