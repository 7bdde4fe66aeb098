using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordBatchDumpTests
{
    [Fact]
    public void Batch_prints_its_fields_and_records()
    {
        var lines = Dump(GoldenBatches.KafkaJsTransactional, out var status);

        Assert.Equal(RecordBatchStatus.Valid, status);
        Assert.Equal(
            [
                "baseOffset: 0 lastOffset: 2 count: 3 baseSequence: 7 lastSequence: 9 producerId: 4711 "
                    + "producerEpoch: 3 partitionLeaderEpoch: 0 isTransactional: true isControl: false "
                    + "deleteHorizonMs: none position: 0 CreateTime: 1700000000005 size: 112 magic: 2 "
                    + "compresscodec: none crc: 2604230450 isvalid: true",
                "| offset: 0 CreateTime: 1700000000000 keySize: 2 valueSize: 5 sequence: 7 headerKeys: [trace] "
                    + "key: k1 payload: hello",
                "| offset: 1 CreateTime: 1700000000005 keySize: -1 valueSize: 6 sequence: 8 headerKeys: [] "
                    + "key: null payload: no key",
                "| offset: 2 CreateTime: 1699999999997 keySize: 0 valueSize: -1 sequence: 9 headerKeys: [a,b] "
                    + "key:  payload: null",
            ],
            lines);
    }

    [Fact]
    public void Marker_prints_its_outcome()
    {
        using var builder = new RecordBatchBuilder(EndTransactionMarker.BatchOptions(new(7), new(2)));
        new EndTransactionMarker(TransactionOutcome.Abort, 5).AppendTo(builder, BatchSample.Time);

        var lines = Dump(builder.Build().ToArray(), out _);

        Assert.EndsWith("endTxnMarker: ABORT coordinatorEpoch: 5", lines[1]);
    }

    [Fact]
    public void Bytes_that_are_no_text_print_as_hex()
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        builder.Append(BatchSample.Time, new byte[] { 0xFF, 0x01 }, new byte[] { 0x1B, 0x41 });

        var lines = Dump(builder.Build().ToArray(), out _);

        Assert.EndsWith("key: 0xff01 payload: 0x1b41", lines[1]);
    }

    [Fact]
    public void Damage_is_named_with_its_position_after_what_was_good()
    {
        byte[] torn = [.. BatchSample.Of(1), .. BatchSample.Of(2)[..40]];

        var lines = Dump(torn, out var status);

        Assert.Equal(RecordBatchStatus.Incomplete, status);
        Assert.Equal(3, lines.Length);
        Assert.Equal($"! batch at position {torn.Length - 40}: Incomplete", lines[2]);
    }

    [Fact]
    public void Stream_prints_the_same_as_the_bytes()
    {
        byte[] log = [.. BatchSample.Of(1), .. GoldenBatches.LibrdkafkaSnappy, .. BatchSample.Of(2)[..40]];

        var output = new StringWriter();
        using var dump = new RecordBatchDump(output);
        var status = dump.Write(new MemoryStream(log));

        Assert.Equal(RecordBatchStatus.Incomplete, status);
        Assert.Equal(Dump(log, out _), Lines(output));
    }

    [Fact]
    public void Every_mangled_byte_prints_without_failing()
    {
        var batch = BatchSample.Of(2);
        for (var position = 0; position < batch.Length; position++)
        {
            var mangled = batch.ToArray();
            mangled[position] ^= 0xFF;

            Assert.NotEmpty(Dump(mangled, out _));
        }
    }

    private static string[] Dump(byte[] bytes, out RecordBatchStatus status)
    {
        var output = new StringWriter();
        using var dump = new RecordBatchDump(output);
        status = dump.Write(bytes);
        return Lines(output);
    }

    private static string[] Lines(StringWriter output) =>
        output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
