namespace Cloud.Client;

/// <summary>How work comes to its end before its time.</summary>
/// <param name="Ending">No further attempt is begun, and no pause is waited for.</param>
/// <param name="Abandoned">What is under way is given up, too.</param>
internal readonly record struct WorkEnd(CancellationToken Ending, CancellationToken Abandoned);
