namespace Cloud.Client;

/// <summary>What becomes of a record when all attempts have failed.</summary>
public enum AfterRetries
{
    /// <summary>
    /// It is written to the dead-letter topic, and counts as done when that is acknowledged by all in-sync replicas.
    /// </summary>
    DeadLetter,

    /// <summary>It is logged as an error and passed over: its processing is lost.</summary>
    Skip,
}
