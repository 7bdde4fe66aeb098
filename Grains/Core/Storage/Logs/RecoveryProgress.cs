namespace Cloud.Core.Storage.Logs;

/// <summary>How far the verification of one log has come.</summary>
public readonly record struct RecoveryProgress(
    string LogFolder, int SegmentsDone, int SegmentsTotal, long BytesVerified);
