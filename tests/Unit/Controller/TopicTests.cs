using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Configs;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

public sealed class TopicTests
{
    private readonly TestCluster _cluster = new(brokers: 3);

    [Fact]
    public void Created_topic_has_its_document_before_the_cluster_lists_it()
    {
        var topic = _cluster.Create("orders", partitions: 3, replicationFactor: 2).Value;

        Assert.Equal(3, topic.Partitions.Length);
        Assert.All(topic.Partitions, partition => Assert.Equal(2, partition.Isr.Length));
        Assert.IsType<ControllerRecord.TopicChanged>(_cluster.Records[^2]);
        Assert.IsType<ControllerRecord.ClusterChanged>(_cluster.Records[^1]);
    }

    [Theory]
    [InlineData("", KafkaError.InvalidTopicException)]
    [InlineData(".", KafkaError.InvalidTopicException)]
    [InlineData("..", KafkaError.InvalidTopicException)]
    [InlineData("a b", KafkaError.InvalidTopicException)]
    [InlineData("größe", KafkaError.InvalidTopicException)]
    [InlineData("a_b", KafkaError.InvalidTopicException)]
    [InlineData("a.b", KafkaError.TopicAlreadyExists)]
    [InlineData("a-b", KafkaError.None)]
    public void Name_follows_kafkas_rules(string name, KafkaError error)
    {
        _cluster.Create("a.b");

        Assert.Equal(error, _cluster.Create(name).Error);
    }

    [Fact]
    public void Name_has_at_most_249_characters()
    {
        Assert.True(_cluster.Create(new string('x', 249)).IsOk);
        Assert.Equal(KafkaError.InvalidTopicException, _cluster.Create(new string('x', 250)).Error);
    }

    [Theory]
    [InlineData(0, 1, KafkaError.InvalidPartitions)]
    [InlineData(-2, 1, KafkaError.InvalidPartitions)]
    [InlineData(1, 0, KafkaError.InvalidReplicationFactor)]
    [InlineData(1, 4, KafkaError.InvalidReplicationFactor)]
    [InlineData(10_001, 1, KafkaError.PolicyViolation)]
    [InlineData(-1, -1, KafkaError.None)]
    public void Counts_are_checked(int partitions, int replicationFactor, KafkaError error) =>
        Assert.Equal(error, _cluster.Create("orders", partitions, replicationFactor).Error);

    [Fact]
    public void Assignment_by_hand_is_checked()
    {
        Assert.Equal(KafkaError.None, Assign("a", (0, [1, 2]), (1, [2, 3])));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Assign("b", (0, [1, 2]), (2, [2, 3])));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Assign("c", (0, [1, 2]), (1, [2])));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Assign("d", (0, [1, 1])));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Assign("e", (0, [7])));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Assign("f", (0, [])));
        _cluster.Fail(3);
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Assign("g", (0, [3])));
    }

    [Fact]
    public void Settings_that_the_rules_refuse_are_invalid() => Assert.Equal(
        KafkaError.InvalidConfig, _cluster.Create("orders", configs: [("no.such.key", "1")]).Error);

    [Fact]
    public void Validation_only_answers_and_changes_nothing()
    {
        var count = _cluster.Records.Count;

        Assert.True(_cluster.Create("orders", isValidateOnly: true).IsOk);

        Assert.Equal(count, _cluster.Records.Count);
        Assert.Null(_cluster.Machine.FindTopic("orders"));
    }

    [Fact]
    public void Without_a_broker_in_service_no_topic_is_created()
    {
        _cluster.Fail(1);
        _cluster.Fail(2);
        _cluster.Fail(3);

        Assert.Equal(KafkaError.InvalidReplicationFactor, _cluster.Create("orders").Error);
    }

    [Fact]
    public void Deleted_topic_stays_on_record_until_every_holder_has_deleted_its_logs()
    {
        var partition = _cluster.Topic([1, 2]);
        _cluster.Do(_cluster.Machine.DeleteTopic(partition.TopicId));
        Assert.IsType<ControllerRecord.ClusterChanged>(_cluster.Records[^2]);
        Assert.IsType<ControllerRecord.TopicRemoved>(_cluster.Records[^1]);
        Assert.Equal(partition.TopicId, Assert.Single(_cluster.Machine.Snapshot().RemovedTopics));

        Confirm(1);
        Assert.Equal(partition.TopicId, Assert.Single(_cluster.Machine.Snapshot().RemovedTopics));

        Confirm(2);
        Assert.Empty(_cluster.Machine.Snapshot().RemovedTopics);
        Assert.Equal(
            KafkaError.UnknownTopicId, _cluster.Machine.DeleteTopic(partition.TopicId).Response.Error);

        void Confirm(int broker) => _cluster.Do(_cluster.Machine.LogsDeleted(
            TestCluster.B(broker), _cluster.Broker(broker).Epoch, [partition.TopicId]));
    }

    [Fact]
    public void Topic_made_again_under_its_name_is_another_one()
    {
        var first = _cluster.Create("orders").Value;
        _cluster.Do(_cluster.Machine.DeleteTopic(first.Id));

        var second = _cluster.Create("orders").Value;

        Assert.NotEqual(first.Id, second.Id);
        Assert.Same(second, _cluster.Machine.FindTopic("orders"));
    }

    [Fact]
    public void Partitions_are_added_behind_those_that_are_there()
    {
        var topic = _cluster.Create("orders", partitions: 2, replicationFactor: 2).Value;

        var grown = _cluster.Do(_cluster.Machine.AddPartitions(new("orders", 5, null), new Random(1))).Value;

        Assert.Equal(topic.Partitions, grown.Partitions.Take(2));
        Assert.Equal([0, 1, 2, 3, 4], grown.Partitions.Select(partition => partition.Index));
        Assert.Equal(KafkaError.InvalidPartitions, Grow("orders", 5));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, Grow("none", 5));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Grow("orders", 6, [[TestCluster.B(1)]]));
        Assert.Equal(KafkaError.None, Grow("orders", 6, [TestCluster.Bs(1, 3)]));
    }

    [Fact]
    public void Settings_are_set_deleted_appended_and_subtracted()
    {
        _cluster.Create("orders", configs: [("min.insync.replicas", "2")]);

        var configs = Alter(
            new("min.insync.replicas", ConfigOperationKind.Delete, null),
            new("cleanup.policy", ConfigOperationKind.Append, "compact"),
            new("retention.ms", ConfigOperationKind.Set, "5"));
        Assert.Equal("cleanup.policy=delete,compact;retention.ms=5", Text(configs.Value));

        configs = Alter(new ConfigOperation("cleanup.policy", ConfigOperationKind.Subtract, "delete"));
        Assert.Equal("cleanup.policy=compact;retention.ms=5", Text(configs.Value));

        var replaced = _cluster.Do(_cluster.Machine.ReplaceTopicConfigs(
            "orders", ImmutableSortedDictionary<string, string>.Empty.Add("segment.bytes", "1048576")));
        Assert.Equal("segment.bytes=1048576", Text(replaced.Value));
    }

    [Fact]
    public void Change_of_settings_that_makes_no_sense_is_refused()
    {
        _cluster.Create("orders");
        ConfigOperation twice = new("retention.ms", ConfigOperationKind.Set, "5");

        Assert.Equal(KafkaError.InvalidRequest, Alter(twice, twice).Error);
        Assert.Equal(KafkaError.InvalidRequest, Alter(new ConfigOperation("a", ConfigOperationKind.Set, null)).Error);
        Assert.Equal(KafkaError.InvalidConfig, Alter(new ConfigOperation("a", ConfigOperationKind.Append, "x")).Error);
        Assert.Equal(
            KafkaError.InvalidConfig, Alter(new ConfigOperation("no.such.key", ConfigOperationKind.Set, "x")).Error);
        Assert.Equal(
            KafkaError.UnknownTopicOrPartition,
            _cluster.Machine.AlterTopicConfigs("none", [twice]).Response.Error);
    }

    [Fact]
    public void Lower_minimum_of_replicas_ends_the_eligibility_of_others()
    {
        var partition = _cluster.Topic([1, 2, 3]);
        _cluster.Do(_cluster.Machine.AlterDefaultConfigs(
            [new("min.insync.replicas", ConfigOperationKind.Set, "3")]));
        _cluster.Fail(3);
        PartitionAssert.Is(_cluster.Partition(partition), leader: 1, isr: [1, 2], elr: [3]);

        _cluster.Do(_cluster.Machine.AlterDefaultConfigs(
            [new("min.insync.replicas", ConfigOperationKind.Set, "2")]));

        PartitionAssert.Is(_cluster.Partition(partition), leader: 1, isr: [1, 2]);
    }

    private KafkaError Assign(string name, params (int Partition, int[] Brokers)[] assignment) => _cluster.Create(
        name,
        partitions: -1,
        replicationFactor: -1,
        assignment.ToImmutableSortedDictionary(one => one.Partition, one => TestCluster.Bs(one.Brokers))).Error;

    private KafkaError Grow(string name, int count, ImmutableArray<ImmutableArray<BrokerId>>? assignments = null) =>
        _cluster.Do(_cluster.Machine.AddPartitions(new(name, count, assignments), new Random(1))).Error;

    private Result<ImmutableSortedDictionary<string, string>> Alter(params ConfigOperation[] operations) =>
        _cluster.Do(_cluster.Machine.AlterTopicConfigs("orders", [.. operations]));

    private static string Text(ImmutableSortedDictionary<string, string> configs) =>
        string.Join(';', configs.Select(config => $"{config.Key}={config.Value}"));
}
