namespace Cloud.Client;

/// <summary>An attempt to process a record that has failed.</summary>
/// <param name="Exception">Why.</param>
/// <param name="Attempts">How many there were so far, in all topics.</param>
/// <param name="Time">When.</param>
internal sealed record FailedAttempt(Exception Exception, int Attempts, DateTimeOffset Time);
