using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Groups.Records;

/// <summary>The bytes follow from Kafka's published schemas of the records, field by field.</summary>
public sealed class GroupRecordCodecTests
{
    private const string GroupG = "000167";
    private const string MemberM = "00016D";
    private const string TopicIdHex = "00000000000000000000000000000001";

    private static readonly TopicId Topic = new(new Guid(Convert.FromHexString(TopicIdHex), bigEndian: true));

    public static TheoryData<string, IProtocolMessage, string, IProtocolMessage, string> Goldens => new()
    {
        {
            "offset",
            new OffsetCommitKey { Group = "g", Topic = "t", Partition = 2 },
            "0001" + GroupG + "000174" + "00000002",
            new OffsetCommitValue
            {
                Offset = new(5), LeaderEpoch = new(3), Metadata = "x", CommitTimestamp = new(7),
            },
            "0003" + "0000000000000005" + "00000003" + "000178" + "0000000000000007"
        },
        {
            "offset with expiry",
            new OffsetCommitKey { Group = "g", Topic = "t", Partition = 2 },
            "0001" + GroupG + "000174" + "00000002",
            new OffsetCommitValue
            {
                Offset = new(5), CommitTimestamp = new(7), ExpireTimestamp = new(9),
            },
            "0001" + "0000000000000005" + "0000" + "0000000000000007" + "0000000000000009"
        },
        {
            "classic group",
            new GroupMetadataKey { Group = "g" },
            "0002" + GroupG,
            new GroupMetadataValue
            {
                ProtocolType = "c",
                Generation = 1,
                Protocol = "r",
                Leader = "m",
                CurrentStateTimestamp = new(7),
                Members =
                [
                    new()
                    {
                        MemberId = "m",
                        ClientId = "i",
                        ClientHost = "h",
                        RebalanceTimeout = TimeSpan.FromMilliseconds(2),
                        SessionTimeout = TimeSpan.FromMilliseconds(3),
                        Subscription = new byte[] { 4 },
                        Assignment = new byte[] { 5 },
                    },
                ],
            },
            "0003" + "000163" + "00000001" + "000172" + "00016D" + "0000000000000007" + "00000001"
                + "00016D" + "FFFF" + "000169" + "000168" + "00000002" + "00000003" + "0000000104" + "0000000105"
        },
        {
            "group epoch",
            new ConsumerGroupMetadataKey { GroupId = "g" },
            "0003" + GroupG,
            new ConsumerGroupMetadataValue { Epoch = 6 },
            "0000" + "00000006" + "00"
        },
        {
            "topics of a group",
            new ConsumerGroupPartitionMetadataKey { GroupId = "g" },
            "0004" + GroupG,
            new ConsumerGroupPartitionMetadataValue
            {
                Topics = [new() { TopicId = Topic, TopicName = "t", NumPartitions = 3 }],
            },
            "0000" + "02" + TopicIdHex + "0274" + "00000003" + "01" + "00" + "00"
        },
        {
            "member",
            new ConsumerGroupMemberMetadataKey { GroupId = "g", MemberId = "m" },
            "0005" + GroupG + MemberM,
            new ConsumerGroupMemberMetadataValue
            {
                RackId = "k",
                ClientId = "i",
                ClientHost = "h",
                SubscribedTopicNames = ["t"],
                RebalanceTimeout = TimeSpan.FromMilliseconds(2),
                ServerAssignor = "u",
            },
            "0000" + "00" + "026B" + "0269" + "0268" + "020274" + "00" + "00000002" + "0275" + "00"
        },
        {
            "member of the classic protocol",
            new ConsumerGroupMemberMetadataKey { GroupId = "g", MemberId = "m" },
            "0005" + GroupG + MemberM,
            new ConsumerGroupMemberMetadataValue
            {
                InstanceId = "s",
                ClassicMemberMetadata = new()
                {
                    SessionTimeout = TimeSpan.FromMilliseconds(3),
                    SupportedProtocols = [new() { Name = "r", Metadata = new byte[] { 4 } }],
                },
            },
            "0000" + "0273" + "00" + "01" + "01" + "01" + "00" + "FFFFFFFF" + "00"
                + "01" + "00" + "0C" + "01" + "00000003" + "02" + "0272" + "0204" + "00" + "00"
        },
        {
            "epoch of the target",
            new ConsumerGroupTargetAssignmentMetadataKey { GroupId = "g" },
            "0006" + GroupG,
            new ConsumerGroupTargetAssignmentMetadataValue { AssignmentEpoch = 6 },
            "0000" + "00000006" + "00"
        },
        {
            "target",
            new ConsumerGroupTargetAssignmentMemberKey { GroupId = "g", MemberId = "m" },
            "0007" + GroupG + MemberM,
            new ConsumerGroupTargetAssignmentMemberValue
            {
                TopicPartitions = [new() { TopicId = Topic, Partitions = [1, 2] }],
            },
            "0000" + "02" + TopicIdHex + "03" + "00000001" + "00000002" + "00" + "00"
        },
        {
            "current assignment",
            new ConsumerGroupCurrentMemberAssignmentKey { GroupId = "g", MemberId = "m" },
            "0008" + GroupG + MemberM,
            new ConsumerGroupCurrentMemberAssignmentValue
            {
                MemberEpoch = 6,
                PreviousMemberEpoch = 5,
                State = 1,
                AssignedPartitions = [new() { TopicId = Topic, Partitions = [1] }],
                PartitionsPendingRevocation = [new() { TopicId = Topic, Partitions = [2] }],
            },
            "0000" + "00000006" + "00000005" + "01"
                + "02" + TopicIdHex + "02" + "00000001" + "00"
                + "02" + TopicIdHex + "02" + "00000002" + "00" + "00"
        },
        {
            "regular expression",
            new ConsumerGroupRegularExpressionKey { GroupId = "g", RegularExpression = "t" },
            "0010" + GroupG + "000174",
            new ConsumerGroupRegularExpressionValue { Topics = ["t"], Version = 8, Timestamp = new(7) },
            "0000" + "020274" + "0000000000000008" + "0000000000000007" + "00"
        },
    };

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Record_has_the_bytes_of_its_schema_and_comes_back(
        string name, IProtocolMessage key, string keyHex, IProtocolMessage value, string valueHex)
    {
        GroupRecord record = new(key, value);

        var keyBytes = GroupRecordCodec.EncodeKey(record);
        var valueBytes = GroupRecordCodec.EncodeValue(record)!;
        var status = GroupRecordCodec.TryDecode(keyBytes, valueBytes, out var decoded);

        Assert.True(Convert.ToHexString(keyBytes) == keyHex, name);
        Assert.Equal(valueHex, Convert.ToHexString(valueBytes));
        Assert.Equal(DecodeStatus.Done, status);
        Assert.Equal(valueHex, Convert.ToHexString(GroupRecordCodec.EncodeValue(decoded!)!));
        Assert.Equal(keyHex, Convert.ToHexString(GroupRecordCodec.EncodeKey(decoded!)));
    }

    [Theory]
    [InlineData("0000" + GroupG + "000174" + "00000002", "0000" + "0000000000000005" + "0000" + "0000000000000007")]
    [InlineData("0001" + GroupG + "000174" + "00000002", "0002" + "0000000000000005" + "0000" + "0000000000000007")]
    [InlineData(
        "0001" + GroupG + "000174" + "00000002",
        "0004" + "0000000000000005" + "FFFFFFFF" + "01" + "0000000000000007" + "00")]
    public void Offset_of_another_version_is_read(string key, string value)
    {
        var status = GroupRecordCodec.TryDecode(
            Convert.FromHexString(key), Convert.FromHexString(value), out var record);

        Assert.Equal(DecodeStatus.Done, status);
        Assert.Equal(new Offset(5), Assert.IsType<OffsetCommitValue>(record!.Value).Offset);
    }

    [Fact]
    public void Tombstone_has_a_key_and_no_value()
    {
        GroupRecord record = new(new GroupMetadataKey { Group = "g" }, null);

        var value = GroupRecordCodec.EncodeValue(record);
        var status = GroupRecordCodec.TryDecode(GroupRecordCodec.EncodeKey(record), value, out var decoded);

        Assert.Null(value);
        Assert.Equal(DecodeStatus.Done, status);
        Assert.Null(decoded!.Value);
    }

    [Theory]
    [InlineData("0063" + GroupG, "0000", DecodeStatus.Unknown)]
    [InlineData("0001" + GroupG + "000174" + "00000002", "0005", DecodeStatus.Unknown)]
    [InlineData("0001" + GroupG + "0074", "0003", DecodeStatus.Malformed)]
    [InlineData("0003" + GroupG, "000000", DecodeStatus.Malformed)]
    [InlineData("", "", DecodeStatus.Malformed)]
    public void What_cannot_be_read_is_named(string key, string value, DecodeStatus expected) => Assert.Equal(
        expected,
        GroupRecordCodec.TryDecode(Convert.FromHexString(key), Convert.FromHexString(value), out _));
}
