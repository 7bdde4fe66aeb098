using System.Buffers;
using System.Text;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Frames of real clients: they come back to the byte, and their values are found where they belong.</summary>
public sealed class ClientFrameTests
{
    [Theory]
    [InlineData("kafkajs.txt")]
    [InlineData("librdkafka.txt")]
    public void Request_of_a_client_comes_back_as_it_was(string file)
    {
        foreach (var golden in GoldenMessage.ReadAll(file))
        {
            var frame = new ReadOnlySequence<byte>(golden.Body);

            var (written, error) = TestFrames.Through(frame, golden.Api, golden.Version, isRequest: true);

            Assert.True(error == default, $"{golden}: {error}");
            Assert.Equal(Convert.ToHexString(golden.Body), Convert.ToHexString(written));
        }
    }

    [Fact]
    public void Api_versions_of_librdkafka_has_its_header_and_its_name()
    {
        var (head, request) = Read<ApiVersionsRequest>("librdkafka.txt", version: 3);

        Assert.Equal((short)ApiKey.ApiVersions, head.ApiKey);
        Assert.Equal(1, head.CorrelationId);
        Assert.Equal("rdkafka", head.ClientId);
        Assert.Equal("librdkafka", request.ClientSoftwareName);
        Assert.Equal("2.0.2", request.ClientSoftwareVersion);
    }

    [Fact]
    public void Produce_of_librdkafka_carries_a_valid_batch()
    {
        var (_, request) = Read<ProduceRequest>("librdkafka.txt", version: 7);

        Assert.Null(request.TransactionalId);
        Assert.Equal(-1, request.Acks);
        Assert.Equal(TimeSpan.FromSeconds(30), request.Timeout);
        var topic = Assert.Single(request.TopicData);
        Assert.Equal("orders", topic.Name);
        var partition = Assert.Single(topic.PartitionData);
        Assert.True(partition.Records!.TryGetMemory(out var records));
        Assert.Equal(ReadStatus.Done, RecordBatchHeader.TryRead(records.FirstSpan, out var batch));
        Assert.Equal(1, batch.RecordCount);
        Assert.Equal(records.Length, batch.SizeBytes);
    }

    [Fact]
    public void Fetch_of_kafkajs_has_each_value_in_its_place()
    {
        var (_, request) = Read<FetchRequest>("kafkajs.txt", version: 11);

        Assert.Equal(BrokerId.None, request.ReplicaId);
        Assert.Equal(TimeSpan.FromMilliseconds(500), request.MaxWait);
        Assert.Equal((1, 1_048_576), (request.MinBytes, request.MaxBytes));
        Assert.Equal((1, 9, 4), (request.IsolationLevel, request.SessionId, request.SessionEpoch));
        Assert.Equal("rack-1", request.RackId);
        Assert.Equal("old", Assert.Single(request.ForgottenTopicsData).Topic);
        var partition = Assert.Single(Assert.Single(request.Topics).Partitions);
        Assert.Equal(3, partition.Partition);
        Assert.Equal(new LeaderEpoch(6), partition.CurrentLeaderEpoch);
        Assert.Equal(new Offset(123_456_789_012), partition.FetchOffset);
        Assert.Equal(Offset.None, partition.LogStartOffset);
        Assert.Equal(65_536, partition.PartitionMaxBytes);
    }

    [Fact]
    public void Join_group_of_kafkajs_has_each_value_in_its_place()
    {
        var (_, request) = Read<JoinGroupRequest>("kafkajs.txt", version: 5);

        Assert.Equal("group", request.GroupId);
        Assert.Equal(TimeSpan.FromSeconds(45), request.SessionTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), request.RebalanceTimeout);
        Assert.Equal(("member-1", "i-1"), (request.MemberId, request.GroupInstanceId));
        Assert.Equal("consumer", request.ProtocolType);
        Assert.Equal(["range", "sticky"], request.Protocols.Select(protocol => protocol.Name));
        Assert.Equal([1, 2, 3], request.Protocols[0].Metadata.ToArray());
    }

    [Fact]
    public void Transactional_commit_of_kafkajs_has_each_value_in_its_place()
    {
        var (_, request) = Read<TxnOffsetCommitRequest>("kafkajs.txt", version: 1);

        Assert.Equal(("tx-1", "group"), (request.TransactionalId, request.GroupId));
        Assert.Equal((new ProducerId(7), new ProducerEpoch(1)), (request.ProducerId, request.ProducerEpoch));
        var partition = Assert.Single(Assert.Single(request.Topics).Partitions);
        Assert.Equal((3, new Offset(77)), (partition.PartitionIndex, partition.CommittedOffset));
        Assert.Equal("note", partition.CommittedMetadata);
    }

    [Fact]
    public void Client_id_is_held_once_by_a_connection()
    {
        var frame = new ReadOnlySequence<byte>(Golden("librdkafka.txt", "ApiVersionsRequest", version: 3).Body);
        var known = new StringBuilder("rdkafka").ToString();

        Assert.True(RequestFrames.TryReadHead(frame, known, out var head, out _));

        Assert.Same(known, head.ClientId);
    }

    private static (RequestHead Head, TRequest Request) Read<TRequest>(string file, short version)
        where TRequest : class, IRequest
    {
        var frame = new ReadOnlySequence<byte>(Golden(file, typeof(TRequest).Name, version).Body);
        Assert.True(RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out _));
        Assert.True(RequestFrames.TryReadBody(frame, head, out var request, out _));
        return (head, Assert.IsType<TRequest>(request));
    }

    private static GoldenMessage Golden(string file, string name, short version) =>
        GoldenMessage.ReadAll(file).Single(golden => golden.Name == name && golden.Version == version);
}
