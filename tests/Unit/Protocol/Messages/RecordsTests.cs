using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Records are borrowed when read, sent apart when written, and cost next to nothing either way.</summary>
public sealed class RecordsTests
{
    private const int BatchBytes = 64 * 1024;
    private const int AllocatedBytesMax = 1024;

    [Fact]
    public void Reading_a_produce_request_neither_copies_the_batch_nor_allocates_much()
    {
        var frame = new ReadOnlySequence<byte>(ProduceFrame(version: 9));
        ReadProduce(frame);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var request = ReadProduce(frame);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, AllocatedBytesMax);
        Assert.True(request.TopicData[0].PartitionData[0].Records!.TryGetMemory(out var records));
        Assert.Equal(BatchBytes, records.Length);
        var isSlice = frame.FirstSpan.Overlaps(records.FirstSpan);
        Assert.True(isSlice);
    }

    [Fact]
    public void Records_in_a_frame_of_many_pieces_stay_where_they_are()
    {
        var frame = SplitFrame.Of(ProduceFrame(version: 9), new Random(3));

        var request = ReadProduce(frame);

        Assert.True(request.TopicData[0].PartitionData[0].Records!.TryGetMemory(out var records));
        Assert.False(records.IsSingleSegment);
        Assert.Equal(Batch(), records.ToArray());
    }

    [Fact]
    public void Writing_a_fetch_response_neither_copies_the_batch_nor_allocates_much()
    {
        using var frame = new OutgoingFrame();
        var batch = Batch();
        var response = FetchResponse(new MemoryRecords(batch));
        ResponseFrames.Write(frame, response, version: 12, correlationId: 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ResponseFrames.Write(frame, response, version: 12, correlationId: 1);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, AllocatedBytesMax);
        var parts = Parts(frame);
        Assert.Equal(3, parts.Count);
        Assert.True(parts[1].Records!.TryGetMemory(out var records));
        Assert.True(Unsafe.AreSame(in batch[0], in records.FirstSpan[0]));
    }

    [Fact]
    public void Records_of_a_file_count_into_the_length_and_keep_their_place()
    {
        using var frame = new OutgoingFrame();
        var records = new UnsentRecords(byteCount: 1_000_000);

        ResponseFrames.Write(frame, FetchResponse(records), version: 12, correlationId: 1);

        var parts = Parts(frame);
        Assert.Equal(3, parts.Count);
        Assert.Same(records, parts[1].Records);
        var bytes = parts[0].Bytes.Length + parts[2].Bytes.Length;
        Assert.Equal(bytes + 1_000_000, frame.ByteCount);
        Assert.Equal(frame.ByteCount - 4, BinaryPrimitives.ReadInt32BigEndian(parts[0].Bytes.Span));
        Assert.Throws<InvariantBrokenException>(() => frame.CopyTo(new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Response_with_records_of_several_partitions_reads_back_whole()
    {
        using var frame = new OutgoingFrame();
        byte[] small = [1, 2, 3];
        var response = FetchResponse(
            new MemoryRecords(Batch()),
            MemoryRecords.Empty,
            new MemoryRecords(small),
            null,
            new MemoryRecords(Batch()));

        ResponseFrames.Write(frame, response, version: 16, correlationId: 1);
        var bytes = new ReadOnlySequence<byte>(TestFrames.BytesOf(frame));

        Assert.True(ResponseFrames.TryRead(bytes, SupportedApis.Fetch, 16, out var read, out _));
        var sizes = from partition in Assert.IsType<FetchResponse>(read).Responses[0].Partitions
                    select partition.Records?.ByteCount;
        Assert.Equal([BatchBytes, 0, 3, null, BatchBytes], sizes);
    }

    [Fact]
    public void Frame_can_be_used_again()
    {
        using var frame = new OutgoingFrame();
        ResponseFrames.Write(frame, FetchResponse(new MemoryRecords(Batch())), version: 12, correlationId: 1);

        ResponseFrames.Write(frame, new HeartbeatResponse(), version: 0, correlationId: 9);

        Assert.Equal("00000009" + "0000", Convert.ToHexString(TestFrames.BytesOf(frame)));
    }

    private static byte[] Batch()
    {
        var batch = new byte[BatchBytes];
        new Random(5).NextBytes(batch);
        return batch;
    }

    private static byte[] ProduceFrame(short version)
    {
        using var frame = new OutgoingFrame();
        var partition = new ProduceRequest.PartitionProduceData { Index = 3, Records = new MemoryRecords(Batch()) };
        var request = new ProduceRequest
        {
            Acks = -1,
            TopicData = [new() { Name = "orders", PartitionData = [partition] }],
        };
        RequestFrames.Write(frame, request, version, correlationId: 1, clientId: "client");
        return TestFrames.BytesOf(frame);
    }

    private static ProduceRequest ReadProduce(ReadOnlySequence<byte> frame)
    {
        RequestFrames.TryReadHead(frame, "client", out var head, out _);
        RequestFrames.TryReadBody(frame, head, out var request, out _);
        return (ProduceRequest)request!;
    }

    private static FetchResponse FetchResponse(params ReadOnlySpan<RecordsPart?> records)
    {
        var partitions = new FetchResponse.PartitionData[records.Length];
        for (var index = 0; index < records.Length; index++)
        {
            partitions[index] = new() { PartitionIndex = index, Records = records[index] };
        }

        return new() { Responses = [new() { Topic = "orders", Partitions = [.. partitions] }] };
    }

    private static List<FramePart> Parts(OutgoingFrame frame)
    {
        var parts = new List<FramePart>();
        foreach (var part in frame)
        {
            parts.Add(part);
        }

        return parts;
    }
}
