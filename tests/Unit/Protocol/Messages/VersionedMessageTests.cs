using System.Buffers;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>What the members of a classic group tell each other.</summary>
public sealed class VersionedMessageTests
{
    private const short VersionMax = 3;

    [Fact]
    public void Subscription_of_librdkafka_is_read_and_comes_back_as_it_was()
    {
        var metadata = JoinGroupOfLibrdkafka().Protocols[0].Metadata;

        Assert.True(VersionedMessages.TryRead(metadata, VersionMax, out ConsumerProtocolSubscription? read, out _));

        Assert.Equal<string>(["orders"], read.Topics);
        Assert.Equal(metadata.ToArray(), VersionedMessages.Write(read, metadata.Span[1]));
    }

    [Fact]
    public void Assignment_comes_back_as_it_was()
    {
        var assignment = new ConsumerProtocolAssignment
        {
            AssignedPartitions = [new() { Topic = "orders", Partitions = [0, 2] }],
        };

        var bytes = VersionedMessages.Write(assignment, version: 0);

        Assert.Equal("0000" + "00000001" + "0006" + "6F7264657273" + "00000002" + "00000000" + "00000002" + "FFFFFFFF",
            Convert.ToHexString(bytes));
        Assert.True(VersionedMessages.TryRead(bytes, VersionMax, out ConsumerProtocolAssignment? read, out _));
        Assert.Equal<int>([0, 2], read.AssignedPartitions[0].Partitions);
    }

    [Fact]
    public void Message_of_a_later_version_is_read_as_the_latest_known_one()
    {
        var subscription = new ConsumerProtocolSubscription { Topics = ["a"], RackId = "r" };
        var bytes = VersionedMessages.Write(subscription, version: 3);
        bytes[1] = 9;

        Assert.True(VersionedMessages.TryRead<ConsumerProtocolSubscription>(
            (byte[])[.. bytes, 1, 2, 3], VersionMax, out var read, out _));

        Assert.Equal("r", read.RackId);
    }

    [Fact]
    public void Message_cut_short_is_an_error()
    {
        var bytes = VersionedMessages.Write(new ConsumerProtocolSubscription { Topics = ["a"] }, version: 1);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(VersionedMessages.TryRead<ConsumerProtocolSubscription>(
                bytes.AsMemory(0, length), VersionMax, out _, out var error));
            Assert.Equal("ConsumerProtocolSubscription", error.Message);
        }
    }

    private static JoinGroupRequest JoinGroupOfLibrdkafka()
    {
        var golden = GoldenMessage.ReadAll("librdkafka.txt").Single(golden => golden.Name is "JoinGroupRequest");
        var frame = new ReadOnlySequence<byte>(golden.Body);
        Assert.True(RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out _));
        Assert.True(RequestFrames.TryReadBody(frame, head, out var request, out _));
        return Assert.IsType<JoinGroupRequest>(request);
    }
}
