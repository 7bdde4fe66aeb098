namespace Cloud.Protocol.Records;

/// <summary>
/// Says whether bytes are one record batch that may be appended. Used by the gateway's produce path and by followers on
/// every batch: it reads the header and computes the CRC, allocates nothing and never looks into records.
/// <see cref="RecordInspector"/> looks into them.
/// </summary>
public static class RecordBatchValidator
{
    /// <summary>Takes exactly one batch. The header is given only when the answer is Valid.</summary>
    public static RecordBatchStatus Check(
        ReadOnlySpan<byte> batch, in RecordBatchRules rules, out RecordBatchHeader header)
    {
        header = default;
        var status = CheckFrame(batch, rules.SizeBytesMax);
        if (status is not RecordBatchStatus.Valid)
        {
            return status;
        }

        var decoded = RecordBatchHeader.Decode(batch);

        // The CRC comes before the fields: a flipped bit is a damaged batch, whatever field it hits.
        if (!HasValidChecksum(batch, decoded))
        {
            return RecordBatchStatus.ChecksumMismatch;
        }

        status = CheckFields(decoded, rules);
        if (status is RecordBatchStatus.Valid)
        {
            header = decoded;
        }

        return status;
    }

    /// <summary>
    /// For batches whose header was read and whose bytes are all there, such as those of a walk over a file.
    /// </summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> batch, in RecordBatchHeader header) =>
        Crc32C.Compute(batch[RecordBatchLayout.CrcStart..header.SizeBytes]) == header.Crc;

    private static RecordBatchStatus CheckFrame(ReadOnlySpan<byte> batch, int sizeBytesMax)
    {
        var status = RecordBatchFrame.Measure(batch, out var sizeBytes);
        if (status is not RecordBatchStatus.Valid)
        {
            return status;
        }

        return sizeBytes switch
        {
            _ when sizeBytes > sizeBytesMax => RecordBatchStatus.TooLarge,
            _ when sizeBytes > batch.Length => RecordBatchStatus.Incomplete,
            _ when sizeBytes < batch.Length => RecordBatchStatus.TrailingBytes,
            _ => RecordBatchStatus.Valid,
        };
    }

    private static RecordBatchStatus CheckFields(in RecordBatchHeader header, in RecordBatchRules rules)
    {
        if (!header.Attributes.IsCompressionKnown)
        {
            return RecordBatchStatus.UnknownCompression;
        }

        if (!header.IsArithmeticSound || header.RecordCount > (long)header.LastOffsetDelta + 1)
        {
            return RecordBatchStatus.OffsetRangeInvalid;
        }

        return rules.Origin is RecordBatchOrigin.Log ? RecordBatchStatus.Valid : CheckProduced(header, rules);
    }

    private static RecordBatchStatus CheckProduced(in RecordBatchHeader header, in RecordBatchRules rules)
    {
        // Producers number from zero and without holes; the leader turns that into offsets.
        if (header.BaseOffset != Offset.Zero || header.RecordCount != (long)header.LastOffsetDelta + 1)
        {
            return RecordBatchStatus.OffsetRangeInvalid;
        }

        if (!AreProducerFieldsConsistent(header))
        {
            return RecordBatchStatus.ProducerFieldsInvalid;
        }

        var status = CheckClientFlags(header.Attributes, rules.Origin);
        if (status is not RecordBatchStatus.Valid)
        {
            return status;
        }

        var isTimely = rules.Allows(header.BaseTimestamp) && rules.Allows(header.MaxTimestamp);
        return isTimely ? RecordBatchStatus.Valid : RecordBatchStatus.TimestampOutOfRange;
    }

    // Without a producer id, epoch and sequence say nothing: some clients leave zeros there, so they are not looked at.
    private static bool AreProducerFieldsConsistent(in RecordBatchHeader header)
    {
        if (!header.ProducerId.IsIdempotent)
        {
            return header.ProducerId == ProducerId.None && !header.Attributes.IsTransactional;
        }

        // Markers belong to a producer but stand outside of its sequence.
        return header.ProducerEpoch.Value >= 0 && (header.BaseSequence >= 0 || header.Attributes.IsControl);
    }

    private static RecordBatchStatus CheckClientFlags(RecordBatchAttributes attributes, RecordBatchOrigin origin)
    {
        if (attributes.IsControl && origin is RecordBatchOrigin.Client)
        {
            return RecordBatchStatus.ControlBatchFromClient;
        }

        if (attributes.HasDeleteHorizon)
        {
            return RecordBatchStatus.DeleteHorizonFromClient;
        }

        return attributes.TimestampType is TimestampType.LogAppendTime
            ? RecordBatchStatus.LogAppendTimeFromClient
            : RecordBatchStatus.Valid;
    }
}
