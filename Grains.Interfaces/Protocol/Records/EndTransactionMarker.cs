using System.Buffers.Binary;

namespace Cloud.Protocol.Records;

/// <summary>
/// The control record that ends a producer's transaction in one partition (KIP-98). It is the only record of its batch,
/// which carries the producer's id and epoch, no sequence, and both the transactional and the control flag.
/// </summary>
public readonly record struct EndTransactionMarker(TransactionOutcome Outcome, int CoordinatorEpoch)
{
    private const short CurrentVersion = 0;
    private const int KeyBytes = 2 * sizeof(short);
    private const int ValueBytes = sizeof(short) + sizeof(int);

    /// <summary>What the batch of a marker says in its header.</summary>
    public static RecordBatchOptions BatchOptions(ProducerId producerId, ProducerEpoch producerEpoch) => new()
    {
        ProducerId = producerId,
        ProducerEpoch = producerEpoch,
        IsTransactional = true,
        IsControl = true,
    };

    /// <summary>
    /// Reads the only record of a control batch. Malformed also for control records of another type, which belong to
    /// Kafka's own metadata log. Later versions may add fields at the end; they are passed over.
    /// </summary>
    public static ReadStatus TryRead(in Record record, out EndTransactionMarker marker)
    {
        marker = default;
        var key = record.Key.Span;
        var value = record.Value.Span;
        if (key.Length < KeyBytes || value.Length < ValueBytes)
        {
            return ReadStatus.Malformed;
        }

        var outcome = (TransactionOutcome)BinaryPrimitives.ReadInt16BigEndian(key[sizeof(short)..]);
        var isKnown = BinaryPrimitives.ReadInt16BigEndian(key) >= 0
            && BinaryPrimitives.ReadInt16BigEndian(value) >= 0
            && (outcome is TransactionOutcome.Abort or TransactionOutcome.Commit);
        if (!isKnown)
        {
            return ReadStatus.Malformed;
        }

        marker = new(outcome, BinaryPrimitives.ReadInt32BigEndian(value[sizeof(short)..]));
        return ReadStatus.Done;
    }

    /// <summary>The builder must have been started with <see cref="BatchOptions"/>.</summary>
    public void AppendTo(RecordBatchBuilder builder, Instant timestamp)
    {
        Invariant.Holds(builder.Options is { IsControl: true, IsTransactional: true } && builder.RecordCount == 0);
        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteInt16BigEndian(key, CurrentVersion);
        BinaryPrimitives.WriteInt16BigEndian(key[sizeof(short)..], (short)Outcome);

        Span<byte> value = stackalloc byte[ValueBytes];
        BinaryPrimitives.WriteInt16BigEndian(value, CurrentVersion);
        BinaryPrimitives.WriteInt32BigEndian(value[sizeof(short)..], CoordinatorEpoch);

        builder.Append(timestamp, (ReadOnlySpan<byte>)key, (ReadOnlySpan<byte>)value);
    }
}
