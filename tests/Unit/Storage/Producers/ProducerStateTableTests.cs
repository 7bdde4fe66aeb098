using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Producers;

/// <summary>Alone, as others' memory would be counted in.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ProducerStateTableTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly EndTransactionMarker Commit = new(TransactionOutcome.Commit, 0);
    private static readonly EndTransactionMarker Abort = new(TransactionOutcome.Abort, 0);

    [Fact]
    public void Log_without_transactions_is_stable_up_to_the_high_watermark()
    {
        var log = new ProducerLog();
        log.Append(new() { Count = 10 });

        Assert.Equal(Offset.None, log.Table.FirstUnstableOffset);
        Assert.Equal(new Offset(7), log.Table.LastStableOffset(new(7)));
    }

    [Fact]
    public void Oldest_open_transaction_holds_the_stable_offset()
    {
        var log = new ProducerLog();
        log.Append(new() { Producer = 9, Count = 5 });
        log.Append(Data(producer: 1, sequence: 0));
        log.Append(Data(producer: 2, sequence: 0));
        log.Append(Data(producer: 1, sequence: 1));

        Assert.Equal(new Offset(5), log.Table.FirstUnstableOffset);
        Assert.Equal(new Offset(5), log.Table.LastStableOffset(new(8)));
        Assert.Equal(new Offset(3), log.Table.LastStableOffset(new(3)));
    }

    [Fact]
    public void Decided_transaction_holds_the_stable_offset_until_its_marker_is_replicated()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));
        log.Append(End(producer: 1, Commit));

        log.Table.AdvanceHighWatermark(new(1));
        Assert.Equal(Offset.Zero, log.Table.FirstUnstableOffset);
        Assert.Equal(Offset.None, log.Table.FirstUndecidedOffset);

        log.Table.AdvanceHighWatermark(new(2));
        Assert.Equal(Offset.None, log.Table.FirstUnstableOffset);
    }

    [Fact]
    public void Aborted_transaction_leaves_an_index_entry_and_a_committed_one_does_not()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));
        log.Append(Data(producer: 2, sequence: 0));
        log.Append(End(producer: 2, Commit));
        log.Append(End(producer: 1, Abort));

        Assert.Equal([new AbortedTransaction(new(1), new(0), new(3), new(4))], log.Aborted);
    }

    [Fact]
    public void Index_entry_tells_the_stable_offset_that_another_open_transaction_holds()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));
        log.Append(Data(producer: 2, sequence: 0));
        log.Append(End(producer: 1, Abort));

        Assert.Equal([new AbortedTransaction(new(1), new(0), new(2), new(1))], log.Aborted);
    }

    [Fact]
    public void Marker_without_data_leaves_no_trace_for_readers()
    {
        var log = new ProducerLog();
        log.Append(End(producer: 1, Abort));

        Assert.Empty(log.Aborted);
        Assert.Equal(Offset.None, log.Table.FirstUnstableOffset);
        Assert.Equal(1, log.Table.ProducerCount);
    }

    [Fact]
    public void Empty_control_batch_that_compaction_left_changes_nothing()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));
        var emptied = End(producer: 1, Commit).At(log.EndOffset);

        Assert.True(log.Table.Stage(emptied, marker: null, RecordBatchOrigin.Log).IsAccepted);
        log.Table.CommitStaged(emptied.NextOffset, log.Aborted);

        Assert.Equal(Offset.Zero, log.Table.FirstUndecidedOffset);
    }

    [Fact]
    public void Discarded_batch_leaves_the_table_as_it_was()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));
        var before = log.Table.Save();

        log.Table.Stage(Data(producer: 1, sequence: 1).At(new(1)), null, RecordBatchOrigin.Client);
        log.Table.Stage(End(producer: 1, Abort).At(new(2)), Abort, RecordBatchOrigin.Coordinator);
        log.Table.Stage(Data(producer: 2, sequence: 0).At(new(3)), null, RecordBatchOrigin.Client);
        log.Table.DiscardStaged();

        Assert.Equal(before, log.Table.Save());
        Assert.Equal(Offset.Zero, log.Table.FirstUnstableOffset);
        Assert.Equal(ProducerVerdictKind.Accepted, log.Append(Data(producer: 1, sequence: 1)).Kind);
    }

    [Fact]
    public void Batches_of_one_gathered_append_see_each_other()
    {
        var table = new ProducerStateTable();

        Assert.True(table.Stage(new Sent { Sequence = 5 }.At(new(0)), null, RecordBatchOrigin.Client).IsAccepted);
        Assert.True(table.Stage(new Sent { Sequence = 6 }.At(new(1)), null, RecordBatchOrigin.Client).IsAccepted);
        var repeated = table.Stage(new Sent { Sequence = 5 }.At(new(2)), null, RecordBatchOrigin.Client);
        var gap = table.Stage(new Sent { Sequence = 8 }.At(new(2)), null, RecordBatchOrigin.Client);

        Assert.Equal(ProducerVerdictKind.Duplicate, repeated.Kind);
        Assert.Equal(Offset.Zero, repeated.Original.FirstOffset);
        Assert.Equal(ProducerVerdictKind.OutOfOrderSequence, gap.Kind);
    }

    [Fact]
    public void Idle_producer_expires_and_may_then_begin_anywhere()
    {
        var log = new ProducerLog();
        log.Append(new() { Timestamp = 1000, Count = 3 });

        Assert.Equal(0, log.Table.RemoveExpired(new Instant(999).Plus(Day), Day));
        Assert.Equal(1, log.Table.RemoveExpired(new Instant(1000).Plus(Day), Day));

        Assert.Equal(ProducerVerdictKind.Accepted, log.Append(new() { Sequence = 50 }).Kind);
    }

    [Fact]
    public void Producer_in_a_transaction_does_not_expire()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));

        Assert.Equal(0, log.Table.RemoveExpired(new(long.MaxValue), Day));
    }

    [Fact]
    public void Moving_the_log_start_keeps_producers_and_settles_old_markers()
    {
        var log = new ProducerLog();
        log.Append(Data(producer: 1, sequence: 0));
        log.Append(End(producer: 1, Commit));

        log.Table.AdvanceLogStart(new(10));

        Assert.Equal(1, log.Table.ProducerCount);
        Assert.Equal(Offset.None, log.Table.FirstUnstableOffset);
        Assert.Equal(new Offset(10), log.Table.EndOffset);
        Assert.Equal(ProducerVerdictKind.OutOfOrderSequence, log.Append(Data(producer: 1, sequence: 7)).Kind);
    }

    [Fact]
    public void Loaded_snapshot_reopens_transactions_and_leaves_expired_producers_out()
    {
        var log = new ProducerLog();
        log.Append(new() { Producer = 1, Timestamp = 5 });
        log.Append(Data(producer: 2, sequence: 0));
        log.Append(new() { Producer = 3, Timestamp = 2000 });
        var table = new ProducerStateTable();

        table.Load(log.Table.Save(), log.EndOffset, new Instant(1000).Plus(Day), Day);

        Assert.Equal(log.EndOffset, table.EndOffset);
        Assert.False(table.TryGet(new(1), out _));
        Assert.True(table.TryGet(new(3), out _));
        Assert.Equal(new Offset(1), table.FirstUnstableOffset);
        Assert.Equal(new Instant(1000), table.OldestTransactionTimestamp);
    }

    [Fact]
    public void Steady_producer_allocates_nothing()
    {
        var log = new ProducerLog();
        var (header, next) = (new Sent().At(Offset.Zero), 0);
        void AppendMany(int count)
        {
            for (var at = 0; at < count; at++)
            {
                header = header with { BaseOffset = new(next), BaseSequence = next++ };
                log.Table.Stage(header, null, RecordBatchOrigin.Client);
                log.Table.CommitStaged(header.NextOffset, log.Aborted);
            }
        }

        AppendMany(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AppendMany(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Hundred_thousand_producers_fit_into_thirty_megabytes()
    {
        const int Producers = 100_000;
        var log = new ProducerLog();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var producer = 0; producer < Producers; producer++)
        {
            var header = new Sent { Producer = producer }.At(new(producer));
            log.Table.Stage(header, null, RecordBatchOrigin.Client);
            log.Table.CommitStaged(header.NextOffset, log.Aborted);
        }

        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(Producers, log.Table.ProducerCount);
        Assert.InRange(used, long.MinValue, 30 << 20);
    }

    private static Sent Data(long producer, int sequence) =>
        new() { Producer = producer, Sequence = sequence, IsTransactional = true };

    private static Sent End(long producer, EndTransactionMarker marker) => new()
    {
        Producer = producer,
        Marker = marker,
        IsTransactional = true,
        Origin = RecordBatchOrigin.Coordinator,
    };
}
