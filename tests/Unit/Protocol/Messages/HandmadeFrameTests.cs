using System.Buffers;
using System.Buffers.Binary;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Frames put together by hand from Kafka's specification, where its versions set traps.</summary>
public sealed class HandmadeFrameTests
{
    [Fact]
    public void Response_to_api_versions_has_the_old_header_though_its_body_is_flexible()
    {
        var response = new ApiVersionsResponse
        {
            ApiKeys = [new() { ApiKey = 0, MinVersion = 0, MaxVersion = 13 }],
            FinalizedFeaturesEpoch = 5,
        };

        var frame = Write(response, version: 3);

        Assert.Equal("00000007" + "0000" + "02" + "0000" + "0000" + "000D" + "00" + "00000000"
            + "01" + "01" + "08" + "0000000000000005", frame);
    }

    [Fact]
    public void Refusal_of_an_api_versions_request_is_version_zero()
    {
        var response = new ApiVersionsResponse
        {
            Error = KafkaError.UnsupportedVersion,
            ApiKeys = [new() { ApiKey = 18, MinVersion = 0, MaxVersion = 4 }],
        };

        Assert.Equal("00000007" + "0023" + "00000001" + "0012" + "0000" + "0004", Write(response, version: 0));
    }

    [Fact]
    public void Client_id_keeps_its_old_form_in_the_flexible_header()
    {
        using var frame = new OutgoingFrame();

        RequestFrames.Write(frame, new MetadataRequest { Topics = null }, version: 9, correlationId: 7, clientId: "c");

        Assert.Equal("0003" + "0009" + "00000007" + "000163" + "00" + "00" + "01" + "00" + "00" + "00",
            Convert.ToHexString(TestFrames.BytesOf(frame)));
    }

    [Theory]
    [InlineData("000300010000000700016300000000", 1, false)] // An empty list: no topic.
    [InlineData("0003000100000007000163FFFFFFFF", 1, true)] // Null: all topics.
    public void Metadata_tells_no_topic_from_all_of_them(string hex, short version, bool isNull)
    {
        var request = Assert.IsType<MetadataRequest>(Read(hex, out _));

        Assert.Equal(isNull, request.Topics is null);
        Assert.Equal(1, version);
    }

    [Fact]
    public void Null_is_refused_where_the_version_knows_none()
    {
        Assert.Null(Read("0003000000000007000163FFFFFFFF", out var error));

        Assert.Equal(new ProtocolError(ProtocolProblem.UnexpectedNull, "MetadataRequest", 0, "Topics", 11), error);
        Assert.Equal("MetadataRequest v0, Topics at byte 11: UnexpectedNull", error.ToString());
    }

    [Fact]
    public void Null_where_the_version_knows_none_cannot_be_written()
    {
        var response = new JoinGroupResponse { ProtocolName = null };

        Assert.NotEmpty(Write(response, version: 7));
        var broken = Assert.Throws<InvariantBrokenException>(() => Write(response, version: 6));

        Assert.Contains("ProtocolName", broken.Message);
    }

    [Theory]
    // Tags: one unknown (5, two bytes), then the end.
    [InlineData("0161" + "00", ProtocolProblem.Truncated)]
    [InlineData("0261" + "0262" + "01" + "05" + "02" + "AABB", ProtocolProblem.None)]
    [InlineData("0261" + "0262" + "02" + "05" + "00" + "05" + "00", ProtocolProblem.TagOutOfOrder)]
    [InlineData("0261" + "0262" + "02" + "05" + "00" + "04" + "00", ProtocolProblem.TagOutOfOrder)]
    [InlineData("0261" + "0262" + "01" + "05" + "03" + "AABB", ProtocolProblem.LengthOutOfRange)]
    [InlineData("0261" + "0262" + "FFFFFFFF0F", ProtocolProblem.LengthOutOfRange)]
    [InlineData("0261" + "0262" + "FFFFFFFFFF01", ProtocolProblem.VarIntTooLong)]
    [InlineData("02FF" + "0262" + "00", ProtocolProblem.InvalidUtf8)]
    [InlineData("00" + "0262" + "00", ProtocolProblem.UnexpectedNull)]
    [InlineData("FFFFFFFF0F" + "0262" + "00", ProtocolProblem.LengthOutOfRange)]
    [InlineData("0261" + "0262" + "00" + "00", ProtocolProblem.TrailingBytes)]
    public void Hostile_flexible_request_is_refused_for_the_right_reason(string hex, ProtocolProblem problem)
    {
        const string ApiVersionsHeader = "0012" + "0004" + "00000001" + "FFFF" + "00";

        Read(ApiVersionsHeader + hex, out var error);

        Assert.Equal(problem, error.Problem);
    }

    [Fact]
    public void Known_tag_that_is_longer_than_its_value_is_refused()
    {
        // Fetch 12: tag 0, the cluster id, says three bytes and takes two.
        const string Numbers = "FFFFFFFF" + "00000000" + "00000000" + "00000000" + "00" + "00000000" + "00000000";
        const string Body = Numbers + "01" + "01" + "01";

        Read("0001000C00000001FFFF00" + Body + "01" + "00" + "03" + "0261" + "00", out var error);

        Assert.Equal(ProtocolProblem.TagLengthMismatch, error.Problem);
    }

    [Fact]
    public void Array_that_claims_more_than_the_frame_holds_is_refused_before_memory_is_taken()
    {
        Read("0003000100000007000163" + "000F4240" + "0000", out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Read("0003000100000007000163" + "000F4240" + "0000", out var error);

        Assert.Equal(ProtocolProblem.LengthOutOfRange, error.Problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }

    [Fact]
    public void Arrays_within_arrays_are_bounded_together()
    {
        // DeleteRecords 0: six topics without a name, each with a million partitions of twelve bytes.
        const int Topics = 6;
        var topic = new byte[2 + 4 + (12 * ProtocolLimits.ArrayElementsMax)];
        BinaryPrimitives.WriteInt32BigEndian(topic.AsSpan(2), ProtocolLimits.ArrayElementsMax);
        var frame = new ArrayBufferWriter<byte>();
        frame.Write(Convert.FromHexString("0015000000000007000163" + $"{Topics:X8}"));
        for (var index = 0; index < Topics; index++)
        {
            frame.Write(topic);
        }

        Read(new ReadOnlySequence<byte>(frame.WrittenMemory), out var error);

        Assert.Equal(ProtocolProblem.LengthOutOfRange, error.Problem);
        Assert.Equal("Topic.Partitions", error.Field);
    }

    [Fact]
    public void Unknown_key_still_gives_what_an_answer_needs()
    {
        var frame = new ReadOnlySequence<byte>(Convert.FromHexString("7FFF000100000007000163"));

        Assert.True(RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out _));

        Assert.Equal((0x7FFF, 1, 7), (head.ApiKey, head.ApiVersion, head.CorrelationId));
        Assert.False(head.IsSupported);
    }

    [Fact]
    public void Long_tagged_value_makes_room_for_its_size()
    {
        var features = from index in Enumerable.Range(0, 40)
                       select new ApiVersionsResponse.FinalizedFeatureKey { Name = $"f{index}" };
        var response = new ApiVersionsResponse { FinalizedFeatures = [.. features], ZkMigrationReady = true };

        var frame = new ReadOnlySequence<byte>(Convert.FromHexString(Write(response, version: 4)));

        Assert.True(ResponseFrames.TryRead(frame, SupportedApis.ApiVersions, version: 4, out var read, out _));
        var copy = Assert.IsType<ApiVersionsResponse>(read);
        Assert.Equal("f39", copy.FinalizedFeatures[39].Name);
        Assert.True(copy.ZkMigrationReady);
    }

    private static IRequest? Read(string hex, out ProtocolError error) =>
        Read(new ReadOnlySequence<byte>(Convert.FromHexString(hex)), out error);

    private static IRequest? Read(ReadOnlySequence<byte> frame, out ProtocolError error)
    {
        IRequest? request = null;
        _ = RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out error)
            && RequestFrames.TryReadBody(frame, head, out request, out error);
        return request;
    }

    private static string Write(IResponse response, short version)
    {
        using var frame = new OutgoingFrame();
        ResponseFrames.Write(frame, response, version, correlationId: 7);
        return Convert.ToHexString(TestFrames.BytesOf(frame));
    }
}
