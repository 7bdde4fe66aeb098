using System.Text;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Record = Cloud.Protocol.Records.Record;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordEnumeratorTests
{
    [Fact]
    public void Records_of_a_foreign_batch_tell_null_from_empty()
    {
        var batch = GoldenBatches.KafkaJsPlain;
        var records = new RecordEnumerator(batch.AsSpan(RecordBatchLayout.Records), BatchSample.HeaderOf(batch));

        Assert.True(records.MoveNext());
        Assert.Equal("k1"u8, records.Current.Key.Span);
        Assert.Equal("hello"u8, records.Current.Value.Span);
        Assert.Equal(["trace=abc"], HeadersOf(records.Current));

        Assert.True(records.MoveNext());
        Assert.True(records.Current.Key.IsNull);
        Assert.Equal(new Instant(1_700_000_000_005), records.Current.Timestamp);
        Assert.Equal(0, records.Current.Headers.Count);

        Assert.True(records.MoveNext());
        Assert.False(records.Current.Key.IsNull);
        Assert.True(records.Current.Key.Span.IsEmpty);
        Assert.True(records.Current.Value.IsNull);
        Assert.Equal(new Instant(1_699_999_999_997), records.Current.Timestamp);
        Assert.Equal(new Offset(2), records.Current.Offset);
        Assert.Equal(["a=", "b=x"], HeadersOf(records.Current));

        Assert.False(records.MoveNext());
        Assert.Equal(RecordBatchStatus.Valid, records.Status);
    }

    [Fact]
    public void Walk_that_goes_on_at_a_cursor_reads_what_one_walk_reads()
    {
        var batch = BatchSample.Of(5);
        var header = BatchSample.HeaderOf(batch);
        var section = batch.AsSpan(RecordBatchLayout.Records);
        var offsets = new List<long>();
        var cursor = RecordCursor.Start;

        var isOver = false;
        while (!isOver)
        {
            var records = new RecordEnumerator(section, header, cursor);
            for (var count = 0; count < 2 && !isOver; count++)
            {
                isOver = !records.MoveNext();
                if (!isOver)
                {
                    offsets.Add(records.Current.Offset.Value);
                }
            }

            Assert.Equal(RecordBatchStatus.Valid, records.Status);
            cursor = records.Cursor;
        }

        Assert.Equal([0, 1, 2, 3, 4], offsets);
    }

    [Fact]
    public void Records_of_a_log_append_time_batch_carry_the_brokers_time()
    {
        var batch = BatchSample.Of(2);
        RecordBatchPatch.SetLogAppendTime(batch, new Instant(42));
        var records = new RecordEnumerator(batch.AsSpan(RecordBatchLayout.Records), BatchSample.HeaderOf(batch));

        Assert.True(records.MoveNext());
        Assert.Equal(new Instant(42), records.Current.Timestamp);
    }

    [Theory]
    [InlineData("", RecordBatchStatus.RecordMalformed)]
    [InlineData("0D0000000101", RecordBatchStatus.RecordMalformed)]
    [InlineData("0E000000010100", RecordBatchStatus.RecordMalformed)]
    [InlineData("0C000000010101", RecordBatchStatus.RecordMalformed)]
    [InlineData("0C000002010100", RecordBatchStatus.RecordOffsetInvalid)]
    [InlineData("0C000001010100", RecordBatchStatus.RecordOffsetInvalid)]
    [InlineData("0C00000001010000", RecordBatchStatus.TrailingBytes)]
    [InlineData("0C000000030100", RecordBatchStatus.RecordMalformed)]
    [InlineData("0C0000007E0100", RecordBatchStatus.RecordMalformed)]
    [InlineData("0C000000010102", RecordBatchStatus.RecordMalformed)]
    [InlineData("1A0000000101FEFFFFFF0F01010100", RecordBatchStatus.RecordMalformed)]
    [InlineData("FEFFFFFF0F000000010100", RecordBatchStatus.RecordMalformed)]
    public void Record_that_breaks_the_format_ends_the_walk(string hex, RecordBatchStatus expected)
    {
        var batch = BatchSample.Around(Convert.FromHexString(hex), recordCount: 1);
        var records = new RecordEnumerator(batch.AsSpan(RecordBatchLayout.Records), BatchSample.HeaderOf(batch));

        while (records.MoveNext())
        {
        }

        Assert.Equal(expected, records.Status);
        Assert.False(records.MoveNext());
    }

    [Fact]
    public void Timestamp_that_leaves_its_type_is_malformed()
    {
        var batch = BatchSample.With(BatchSample.Of(2), header => header with { BaseTimestamp = new(long.MaxValue) });
        var records = new RecordEnumerator(batch.AsSpan(RecordBatchLayout.Records), BatchSample.HeaderOf(batch));

        Assert.True(records.MoveNext());
        Assert.False(records.MoveNext());
        Assert.Equal(RecordBatchStatus.RecordMalformed, records.Status);
        Assert.True(records.Position > 0);
    }

    [Fact]
    public void Every_mangled_byte_and_every_cut_ends_in_a_status()
    {
        var original = GoldenBatches.KafkaJsPlain;
        var header = BatchSample.HeaderOf(original);
        var section = original[RecordBatchLayout.Records..];
        for (var position = 0; position < section.Length; position++)
        {
            Assert.NotEqual(RecordBatchStatus.Valid, StatusOf(section.AsSpan(0, position), header));
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                var mangled = section.ToArray();
                mangled[position] = (byte)value;
                StatusOf(mangled, header);
            }
        }
    }

    [Fact]
    public void Walk_over_records_allocates_nothing()
    {
        var batch = BatchSample.Of(50);
        var header = BatchSample.HeaderOf(batch);
        StatusOf(batch.AsSpan(RecordBatchLayout.Records), header);
        var before = GC.GetAllocatedBytesForCurrentThread();

        StatusOf(batch.AsSpan(RecordBatchLayout.Records), header);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static RecordBatchStatus StatusOf(ReadOnlySpan<byte> section, in RecordBatchHeader header)
    {
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            foreach (var recordHeader in records.Current.Headers)
            {
                Assert.True(recordHeader.Key.Length <= section.Length);
            }
        }

        return records.Status;
    }

    private static List<string> HeadersOf(in Record record)
    {
        var headers = new List<string>();
        foreach (var header in record.Headers)
        {
            headers.Add($"{Encoding.UTF8.GetString(header.Key)}={Encoding.UTF8.GetString(header.Value.Span)}");
        }

        return headers;
    }
}
