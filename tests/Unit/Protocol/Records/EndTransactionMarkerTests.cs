using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class EndTransactionMarkerTests
{
    [Theory]
    [InlineData(TransactionOutcome.Abort, "00000000", "000000000005")]
    [InlineData(TransactionOutcome.Commit, "00000001", "000000000005")]
    public void Marker_has_kafkas_bytes_and_reads_back(TransactionOutcome outcome, string key, string value)
    {
        using var builder = new RecordBatchBuilder(EndTransactionMarker.BatchOptions(new(7), new(2)));
        new EndTransactionMarker(outcome, CoordinatorEpoch: 5).AppendTo(builder, BatchSample.Time);

        var batch = builder.Build().Span;
        var rules = RecordBatchRules.ForCoordinator(1_000);
        Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, rules, out var header));
        Assert.True(header.Attributes.IsControl && header.Attributes.IsTransactional);
        Assert.Equal(RecordBatchHeader.NoSequence, header.BaseSequence);
        var records = new RecordEnumerator(batch[RecordBatchLayout.Records..], header);
        Assert.True(records.MoveNext());
        Assert.Equal(key, Convert.ToHexString(records.Current.Key.Span));
        Assert.Equal(value, Convert.ToHexString(records.Current.Value.Span));
        Assert.Equal(ReadStatus.Done, EndTransactionMarker.TryRead(records.Current, out var marker));
        Assert.Equal(new EndTransactionMarker(outcome, 5), marker);
    }

    [Theory]
    [InlineData("", "000000000005")]
    [InlineData("00000002", "000000000005")]
    [InlineData("00000001", "0000000000")]
    [InlineData("FFFF0001", "000000000005")]
    public void Record_that_is_no_marker_is_malformed(string key, string value)
    {
        using var builder = new RecordBatchBuilder(EndTransactionMarker.BatchOptions(new(7), new(2)));
        builder.Append(BatchSample.Time, Convert.FromHexString(key), Convert.FromHexString(value));
        var batch = builder.Build().Span;
        var records = new RecordEnumerator(batch[RecordBatchLayout.Records..], BatchSample.HeaderOf(batch));

        Assert.True(records.MoveNext());
        Assert.Equal(ReadStatus.Malformed, EndTransactionMarker.TryRead(records.Current, out _));
    }
}
