using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Producers;

/// <summary>The least of a log around a producer table: it gives offsets and appends what is accepted.</summary>
internal sealed class ProducerLog
{
    public ProducerStateTable Table { get; } = new();

    public List<AbortedTransaction> Aborted { get; } = [];

    public List<(RecordBatchHeader Header, EndTransactionMarker? Marker)> Batches { get; } = [];

    public Offset EndOffset { get; private set; } = Offset.Zero;

    public ProducerVerdict Append(Sent batch)
    {
        var header = batch.At(EndOffset);
        var verdict = Table.Stage(header, batch.Marker, batch.Origin);
        if (!verdict.IsAccepted)
        {
            Table.DiscardStaged();
            return verdict;
        }

        EndOffset = header.NextOffset;
        Batches.Add((header, batch.Marker));
        Table.CommitStaged(EndOffset, Aborted);
        return verdict;
    }

    public void SkipTo(long offset) => EndOffset = new(offset);

    /// <summary>What a follower, or recovery, makes of the same batches; several to a write.</summary>
    public ProducerLog Replay(int batchesPerAppend)
    {
        var replica = new ProducerLog();
        foreach (var gathered in Batches.Chunk(batchesPerAppend))
        {
            foreach (var (header, marker) in gathered)
            {
                Assert.True(replica.Table.Stage(header, marker, RecordBatchOrigin.Log).IsAccepted);
                replica.EndOffset = header.NextOffset;
            }

            replica.Table.CommitStaged(replica.EndOffset, replica.Aborted);
        }

        return replica;
    }
}
