namespace Cloud.Protocol.Records;

/// <summary>What looking into the records of a batch found.</summary>
/// <param name="Status">The first fault, or Valid.</param>
/// <param name="FaultPosition">Where in the uncompressed records the fault lies.</param>
/// <param name="MaxTimestamp">
/// The latest time among the records that were read: after MaxTimestampMismatch what the header should say, see
/// <see cref="RecordBatchPatch.SetMaxCreateTime"/>.
/// </param>
public readonly record struct RecordInspection(RecordBatchStatus Status, int FaultPosition, Instant MaxTimestamp);
