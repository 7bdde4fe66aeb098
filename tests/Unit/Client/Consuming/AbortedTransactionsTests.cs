using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Unit.Protocol.Records;

namespace Cloud.Unit.Client.Consuming;

public sealed class AbortedTransactionsTests
{
    [Fact]
    public void Batches_from_the_first_offset_to_the_marker_are_covered_and_no_others()
    {
        var aborted = new AbortedTransactions([Aborted(producer: 7, from: 10), Aborted(producer: 7, from: 30)]);

        Assert.False(aborted.Covers(Batch(producer: 7, at: 5), isAbortMarker: false));
        Assert.True(aborted.Covers(Batch(producer: 7, at: 10), isAbortMarker: false));
        Assert.False(aborted.Covers(Batch(producer: 8, at: 11), isAbortMarker: false));
        Assert.True(aborted.Covers(Batch(producer: 7, at: 12), isAbortMarker: false));
        Assert.True(aborted.Covers(Batch(producer: 7, at: 13), isAbortMarker: true));
        Assert.False(aborted.Covers(Batch(producer: 7, at: 20), isAbortMarker: false));
        Assert.True(aborted.Covers(Batch(producer: 7, at: 30), isAbortMarker: false));
    }

    [Fact]
    public void Records_outside_of_transactions_are_never_covered()
    {
        var aborted = new AbortedTransactions([Aborted(producer: 7, from: 0)]);

        Assert.False(aborted.Covers(Batch(producer: 7, at: 1, isTransactional: false), isAbortMarker: false));
    }

    private static FetchResponse.AbortedTransaction Aborted(long producer, long from) =>
        new() { ProducerId = new(producer), FirstOffset = new(from) };

    private static RecordBatchHeader Batch(long producer, long at, bool isTransactional = true) =>
        BatchSample.HeaderOf(BatchSample.Of(1)) with
        {
            BaseOffset = new Offset(at),
            ProducerId = new(producer),
            Attributes = new RecordBatchAttributes().WithTransactional(isTransactional),
        };
}
