using System.Collections.Immutable;
using System.Text;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

public sealed class DocumentTests
{
    private static readonly string GoldenTopic =
        """
        {"version":1,"id":"AAAABwAAAAAAAAAAAAAAAQ","name":"orders","isInternal":false,
        "configs":{"retention.ms":"5"},"partitions":[
        {"replicas":[1,2,3],"leader":2,"leaderEpoch":4,"partitionEpoch":9,"isr":[2],"elr":[1],
        "isRecovering":false,"adding":[3],"removing":[1]},
        {"replicas":[1],"leader":-1,"leaderEpoch":1,"partitionEpoch":1,"isr":[],"lastKnownLeader":1,
        "isRecovering":true}]}
        """.ReplaceLineEndings("");

    private static readonly string GoldenCluster =
        """
        {"version":1,"clusterId":"test-cluster","controllerEpoch":3,"metadataVersion":40,"lastBrokerEpoch":38,
        "nextProducerId":2000,"brokers":[{"id":1,"epoch":38,"directoryId":"AAAAAQAAAAAAAAAAAAAAAQ",
        "rack":"a","listeners":[{"name":"PLAINTEXT","host":"localhost","port":9092}],
        "condition":"shutting-down","isDraining":true}],"topicIds":["AAAABwAAAAAAAAAAAAAAAQ"],
        "removedTopics":[{"id":"AAAACAAAAAAAAAAAAAAAAQ","name":"gone","holders":[1]}],
        "defaultConfigs":{"min.insync.replicas":"2"}}
        """.ReplaceLineEndings("");

    [Fact]
    public void Topic_is_stored_in_its_published_form()
    {
        Assert.Equal(GoldenTopic, Encoding.UTF8.GetString(TopicDocument.Encode(Topic())));

        Assert.Equal(DecodeStatus.Done, TopicDocument.TryDecode(Encoding.UTF8.GetBytes(GoldenTopic), out var topic));
        Assert.Equal(GoldenTopic, Encoding.UTF8.GetString(TopicDocument.Encode(topic!)));
        PartitionAssert.Is(topic!.Partitions[0], leader: 2, isr: [2], elr: [1]);
        Assert.Equal(TestCluster.B(1), topic.Partitions[1].LastKnownLeader);
    }

    [Fact]
    public void Cluster_is_stored_in_its_published_form()
    {
        Assert.Equal(GoldenCluster, Encoding.UTF8.GetString(ClusterDocument.Encode(Cluster())));

        var status = ClusterDocument.TryDecode(Encoding.UTF8.GetBytes(GoldenCluster), out var cluster);
        Assert.Equal(DecodeStatus.Done, status);
        Assert.Equal(GoldenCluster, Encoding.UTF8.GetString(ClusterDocument.Encode(cluster!)));
        Assert.Equal(new BrokerEpoch(38), cluster!.Brokers[1].Epoch);
    }

    [Fact]
    public void Another_version_is_unknown_and_not_malformed()
    {
        var topic = Encoding.UTF8.GetBytes(GoldenTopic.Replace("\"version\":1", "\"version\":2,\"new\":{}"));
        var cluster = Encoding.UTF8.GetBytes("""{"version":7}""");

        Assert.Equal(DecodeStatus.UnknownVersion, TopicDocument.TryDecode(topic, out _));
        Assert.Equal(DecodeStatus.UnknownVersion, ClusterDocument.TryDecode(cluster, out _));
    }

    [Fact]
    public void Truncated_document_is_malformed()
    {
        var bytes = Encoding.UTF8.GetBytes(GoldenCluster);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(DecodeStatus.Malformed, ClusterDocument.TryDecode(bytes.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":1,"id":"AAAABwAAAAAAAAAAAAAAAQ","name":"orders"}""")]
    [InlineData("""{"version":1,"id":"short","name":"orders","partitions":[]}""")]
    [InlineData("""{"version":1,"id":"AAAABwAAAAAAAAAAAAAAAQ","name":null,"partitions":[]}""")]
    public void Document_that_lacks_what_it_needs_is_malformed(string text) =>
        Assert.Equal(DecodeStatus.Malformed, TopicDocument.TryDecode(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Settings_of_any_text_survive()
    {
        var topic = Topic() with
        {
            Configs = ImmutableSortedDictionary<string, string>.Empty.Add("odd", "\"\\\n\t\u0001 é € 😀 {}"),
        };

        Assert.Equal(DecodeStatus.Done, TopicDocument.TryDecode(TopicDocument.Encode(topic), out var read));

        Assert.Equal(topic.Configs, read!.Configs);
    }

    private static TopicState Topic() => new(
        new TopicId(TestCluster.GuidOf(7)),
        "orders",
        IsInternal: false,
        ImmutableSortedDictionary<string, string>.Empty.Add("retention.ms", "5"),
        [
            new(
                0,
                TestCluster.Bs(1, 2, 3),
                TestCluster.B(2),
                new LeaderEpoch(4),
                new PartitionEpoch(9),
                TestCluster.Bs(2),
                TestCluster.Bs(1),
                BrokerId.None,
                IsRecovering: false,
                TestCluster.Bs(3),
                TestCluster.Bs(1)),
            new(
                1,
                TestCluster.Bs(1),
                BrokerId.None,
                new LeaderEpoch(1),
                new PartitionEpoch(1),
                [],
                [],
                TestCluster.B(1),
                IsRecovering: true,
                [],
                []),
        ]);

    private static ClusterState Cluster()
    {
        var removed = new TopicId(TestCluster.GuidOf(8));
        var broker = new BrokerState(
            TestCluster.B(1),
            new BrokerEpoch(38),
            new DirectoryId(TestCluster.GuidOf(1)),
            "a",
            [new BrokerListener("PLAINTEXT", "localhost", 9092)],
            BrokerConditionKind.ShuttingDown,
            IsDraining: true);
        return TestCluster.EmptyCluster with
        {
            ControllerEpoch = new ControllerEpoch(3),
            MetadataVersion = 40,
            LastBrokerEpoch = new BrokerEpoch(38),
            NextProducerId = new ProducerId(2000),
            Brokers = TestCluster.EmptyCluster.Brokers.Add(1, broker),
            TopicIds = [new TopicId(TestCluster.GuidOf(7))],
            RemovedTopics = TestCluster.EmptyCluster.RemovedTopics.Add(
                removed, new RemovedTopic(removed, "gone", TestCluster.Bs(1))),
            DefaultConfigs = ImmutableSortedDictionary<string, string>.Empty.Add("min.insync.replicas", "2"),
        };
    }
}
