using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordBatchesTests
{
    [Fact]
    public void Walk_gives_each_batch_where_it_lies()
    {
        var first = BatchSample.Of(2);
        var second = BatchSample.Of(5);
        byte[] both = [.. first, .. second];
        var batches = new RecordBatches(both);

        Assert.True(batches.MoveNext());
        Assert.Equal((0, 2), (batches.Position, batches.Current.Header.RecordCount));
        Assert.True(batches.MoveNext());
        Assert.Equal((first.Length, 5), (batches.Position, batches.Current.Header.RecordCount));
        Assert.True(second.AsSpan().SequenceEqual(batches.Current.Bytes));

        Assert.False(batches.MoveNext());
        Assert.Equal((RecordBatchStatus.Valid, both.Length), (batches.Status, batches.Position));
    }

    [Fact]
    public void Walk_over_a_cut_tail_stops_where_it_begins()
    {
        var first = BatchSample.Of(2);
        byte[] both = [.. first, .. BatchSample.Of(5)];
        for (var length = first.Length + 1; length < both.Length; length++)
        {
            var batches = new RecordBatches(both.AsSpan(0, length));

            Assert.True(batches.MoveNext());
            Assert.False(batches.MoveNext());
            Assert.Equal((RecordBatchStatus.Incomplete, first.Length), (batches.Status, batches.Position));
        }
    }

    [Fact]
    public void Walk_over_zeros_stops_at_the_first()
    {
        byte[] preallocated = [.. BatchSample.Of(2), .. new byte[500]];
        var batches = new RecordBatches(preallocated);

        Assert.True(batches.MoveNext());
        Assert.False(batches.MoveNext());
        Assert.Equal(
            (RecordBatchStatus.OldMagic, preallocated.Length - 500), (batches.Status, batches.Position));
    }

    [Fact]
    public void Walk_over_nothing_is_valid()
    {
        var batches = new RecordBatches([]);

        Assert.False(batches.MoveNext());
        Assert.Equal(RecordBatchStatus.Valid, batches.Status);
    }
}
