using Cloud.Core.Storage.Producers;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Producers;

/// <summary>Kafka's corner cases, one a row: what was appended before, what comes now, what must be answered.</summary>
public sealed class IdempotenceRulesTests
{
    private const int Max = int.MaxValue;

    private static readonly EndTransactionMarker Commit = new(TransactionOutcome.Commit, 3);
    private static readonly EndTransactionMarker OldCommit = new(TransactionOutcome.Commit, 2);

    private static readonly Case[] Cases =
    [
        new("An unknown producer may begin at zero", [], new() { Sequence = 0 }, ProducerVerdictKind.Accepted),
        new("An unknown producer may begin anywhere", [], new() { Sequence = 77 }, ProducerVerdictKind.Accepted),
        new("A client batch without sequence is refused", [], new() { Sequence = -1 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("The next sequence is accepted", [new() { Count = 3 }], new() { Sequence = 3 },
            ProducerVerdictKind.Accepted),
        new("A gap is refused", [new() { Count = 3 }], new() { Sequence = 4 }, ProducerVerdictKind.OutOfOrderSequence),
        new("A sequence that was never a batch is refused", [new() { Count = 3 }], new() { Sequence = 1 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("The same batch is a duplicate", [new() { Count = 3 }], new() { Count = 3 },
            ProducerVerdictKind.Duplicate),
        new("The same first sequence with fewer records is no duplicate", [new() { Count = 3 }], new() { Count = 2 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("The fifth last batch is a duplicate", Run(1, 5), new() { Sequence = 0 }, ProducerVerdictKind.Duplicate),
        new("The sixth last batch is out of order", Run(1, 6), new() { Sequence = 0 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("The sequence wraps to zero", [new() { Sequence = Max }], new() { Sequence = 0 },
            ProducerVerdictKind.Accepted),
        new("A batch wraps in its middle", [new() { Sequence = Max - 1 }], new() { Sequence = Max, Count = 3 },
            ProducerVerdictKind.Accepted),
        new("After a batch that wrapped comes the sequence after it", [new() { Sequence = Max, Count = 3 }],
            new() { Sequence = 2 }, ProducerVerdictKind.Accepted),
        new("A batch that wrapped is known again", [new() { Sequence = Max, Count = 3 }],
            new() { Sequence = Max, Count = 3 }, ProducerVerdictKind.Duplicate),
        new("Zero is a gap unless the last was the largest", [new() { Sequence = Max - 1 }], new() { Sequence = 0 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("An older epoch is fenced", [new() { Epoch = 2 }], new() { Epoch = 1, Sequence = 1 },
            ProducerVerdictKind.StaleEpoch),
        new("A newer epoch begins at zero", [new() { Epoch = 2, Count = 9 }], new() { Epoch = 3 },
            ProducerVerdictKind.Accepted),
        new("A newer epoch may not begin elsewhere", [new() { Epoch = 2 }], new() { Epoch = 3, Sequence = 1 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("A duplicate of another epoch is none", [new() { Epoch = 2 }, new() { Epoch = 3 }], new() { Epoch = 2 },
            ProducerVerdictKind.StaleEpoch),
        new("Another producer does not matter", [new() { Producer = 1, Epoch = 9 }],
            new() { Producer = 2, Sequence = 5 }, ProducerVerdictKind.Accepted),
        new("A batch of no producer is always accepted", [new() { Count = 3 }], new() { Producer = -1, Sequence = -1 },
            ProducerVerdictKind.Accepted),
        new("A coordinator writes without sequences", [new() { Count = 3 }],
            new() { Sequence = -1, Origin = RecordBatchOrigin.Coordinator }, ProducerVerdictKind.Accepted),
        new("A coordinator is fenced by epoch all the same", [new() { Epoch = 2 }],
            new() { Epoch = 1, Sequence = -1, Origin = RecordBatchOrigin.Coordinator },
            ProducerVerdictKind.StaleEpoch),
        new("After a coordinator's batch a client begins at zero",
            [new() { Sequence = -1, Origin = RecordBatchOrigin.Coordinator }], new() { Sequence = 0 },
            ProducerVerdictKind.Accepted),
        new("A leader's log is never refused", [new() { Epoch = 2, Sequence = 5 }],
            new() { Epoch = 1, Sequence = 99, Origin = RecordBatchOrigin.Log }, ProducerVerdictKind.Accepted),
        new("Sequences go on after a marker of the same epoch",
            [new() { IsTransactional = true, Count = 3 }, End(Commit)], new() { Sequence = 3 },
            ProducerVerdictKind.Accepted),
        new("A duplicate is still known after the marker",
            [new() { IsTransactional = true, Count = 3 }, End(Commit)], new() { Count = 3, IsTransactional = true },
            ProducerVerdictKind.Duplicate),
        new("A marker of a newer epoch fences the old one",
            [new() { IsTransactional = true }, End(Commit) with { Epoch = 1 }],
            new() { Sequence = 1, IsTransactional = true }, ProducerVerdictKind.StaleEpoch),
        new("After a marker of a newer epoch sequences begin at zero",
            [new() { IsTransactional = true, Count = 3 }, End(Commit) with { Epoch = 1 }],
            new() { Epoch = 1, IsTransactional = true }, ProducerVerdictKind.Accepted),
        new("After a marker alone sequences begin at zero", [End(Commit)], new() { Sequence = 4 },
            ProducerVerdictKind.OutOfOrderSequence),
        new("A write outside the open transaction is refused", [new() { IsTransactional = true }],
            new() { Sequence = 1 }, ProducerVerdictKind.NotInTransaction),
        new("A marker of an older epoch is refused", [new() { IsTransactional = true, Epoch = 5 }],
            End(Commit) with { Epoch = 4 }, ProducerVerdictKind.StaleEpoch),
        new("A marker of a deposed coordinator is refused", [End(Commit)], End(OldCommit),
            ProducerVerdictKind.StaleCoordinator),
        new("A marker of the same coordinator is accepted", [End(Commit)], End(Commit), ProducerVerdictKind.Accepted),
        new("A replicated marker of a deposed coordinator is taken", [End(Commit)],
            End(OldCommit) with { Origin = RecordBatchOrigin.Log }, ProducerVerdictKind.Accepted),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Batch_is_judged_by_what_its_producer_wrote_before(string name)
    {
        var row = Cases.Single(candidate => candidate.Name == name);
        var log = new ProducerLog();
        foreach (var batch in row.Before)
        {
            Assert.Equal(ProducerVerdictKind.Accepted, log.Append(batch).Kind);
        }

        Assert.Equal(row.Verdict, log.Append(row.Now).Kind);
    }

    [Fact]
    public void Duplicate_is_answered_with_its_first_offsets_and_time()
    {
        var log = new ProducerLog();
        log.SkipTo(40);
        log.Append(new() { Count = 3, Timestamp = 1234 });
        log.Append(new() { Sequence = 3 });

        var verdict = log.Append(new() { Count = 3, Timestamp = 9999 });

        Assert.Equal(new Offset(40), verdict.Original.FirstOffset);
        Assert.Equal(new Offset(42), verdict.Original.LastOffset);
        Assert.Equal(new Instant(1234), verdict.Original.Timestamp);
        Assert.Equal(new Offset(44), log.EndOffset);
    }

    private static Sent[] Run(int count, int batches) =>
        [.. Enumerable.Range(0, batches).Select(at => new Sent { Sequence = at * count, Count = count })];

    private static Sent End(EndTransactionMarker marker) =>
        new() { Marker = marker, IsTransactional = true, Origin = RecordBatchOrigin.Coordinator };

    private sealed record Case(string Name, Sent[] Before, Sent Now, ProducerVerdictKind Verdict);
}
