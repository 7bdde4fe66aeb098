namespace Cloud.Core.Groups.Coordinator;

/// <summary>What loading came upon, for the log of whoever hosts it.</summary>
/// <param name="RecordCount">Records replayed.</param>
/// <param name="SkippedCount">
/// Of a kind or version that later releases write, or part of a transaction, which are not supported yet.
/// </param>
public readonly record struct ReplayNotes(long RecordCount, long SkippedCount);
