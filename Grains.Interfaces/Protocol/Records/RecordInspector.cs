namespace Cloud.Protocol.Records;

/// <summary>
/// The deep level of validation: decompresses where needed and walks every record. For topics that need it (keys of
/// compacted ones), for coordinators' own logs and for tools; it costs several times what
/// <see cref="RecordBatchValidator"/> does, which must have passed before.
/// </summary>
public static class RecordInspector
{
    /// <summary>
    /// Density of a producer's offsets needs no check of its own: as many strictly increasing offsets as there are
    /// places between the first and the last leave no hole, and the validator has compared those two counts.
    /// </summary>
    public static RecordInspection Inspect(
        ReadOnlySpan<byte> batch, in RecordBatchHeader header, in RecordBatchRules rules, PooledBuffer scratch)
    {
        var status = RecordSection.TryOpen(batch, header, scratch, rules.DecompressedBytesMax, out var section);
        if (status is not RecordBatchStatus.Valid)
        {
            return new(status, 0, Instant.None);
        }

        var records = new RecordEnumerator(section, header);
        var maxTimestamp = Instant.None;
        var start = 0;
        while (records.MoveNext())
        {
            var record = records.Current;
            status = CheckRecord(record, rules);
            if (status is not RecordBatchStatus.Valid)
            {
                return new(status, start, maxTimestamp);
            }

            maxTimestamp = Instant.Max(maxTimestamp, record.Timestamp);
            start = records.Position;
        }

        status = records.Status is RecordBatchStatus.Valid
            ? CheckMaxTimestamp(header, rules, maxTimestamp)
            : records.Status;
        return new(status, records.Position, maxTimestamp);
    }

    private static RecordBatchStatus CheckRecord(in Record record, in RecordBatchRules rules)
    {
        // What a leader took in before the topic's settings changed stays in the log.
        if (rules.Origin is RecordBatchOrigin.Log)
        {
            return RecordBatchStatus.Valid;
        }

        if (rules.AreKeysRequired && record.Key.IsNull)
        {
            return RecordBatchStatus.KeyMissing;
        }

        return rules.Allows(record.Timestamp) ? RecordBatchStatus.Valid : RecordBatchStatus.TimestampOutOfRange;
    }

    // Compaction may have removed the latest record, so a stored batch may claim more than its records show.
    private static RecordBatchStatus CheckMaxTimestamp(
        in RecordBatchHeader header, in RecordBatchRules rules, Instant found)
    {
        var isRight = rules.Origin is RecordBatchOrigin.Log || header.MaxTimestamp == found;
        return isRight ? RecordBatchStatus.Valid : RecordBatchStatus.MaxTimestampMismatch;
    }
}
