using Cloud.Client;

namespace Cloud.Unit.Client.Workers;

public sealed class OffsetTrackerTests
{
    private readonly OffsetTracker _tracker = new();

    [Fact]
    public void Nothing_is_to_be_committed_before_the_first_record_is_done()
    {
        var records = Begin(3);

        _tracker.End(records[1]);
        _tracker.End(records[2]);

        Assert.Null(_tracker.ToCommit);
        Assert.Equal(3, _tracker.OpenCount);
    }

    [Fact]
    public void Gap_that_closes_frees_all_that_waited_behind_it()
    {
        var records = Begin(4);
        _tracker.End(records[2]);
        _tracker.End(records[1]);

        _tracker.End(records[0]);

        Assert.Equal(WorkerUnderTest.At(0, 3), _tracker.ToCommit);
        Assert.Equal(1, _tracker.OpenCount);
    }

    [Fact]
    public void What_was_committed_is_not_committed_again_until_there_is_more()
    {
        var records = Begin(2);
        _tracker.End(records[0]);
        _tracker.Committed(_tracker.ToCommit!.Value);
        Assert.Null(_tracker.ToCommit);

        _tracker.End(records[1]);

        Assert.Equal(WorkerUnderTest.At(0, 2), _tracker.ToCommit);
    }

    private List<TrackedRecord> Begin(int count)
    {
        var records = WorkerUnderTest.Batch(WorkerUnderTest.P(0), 0, [], [.. Enumerable.Repeat("v", count)]).Records
            .Select(record => new TrackedRecord(record, new(record.TopicPartition, record.Offset.Plus(1))))
            .ToList();
        records.ForEach(_tracker.Begin);
        return records;
    }
}
