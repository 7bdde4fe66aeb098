namespace Cloud.Client;

/// <summary>What a worker is doing.</summary>
public enum WorkerState
{
    /// <summary>It was not started.</summary>
    New,

    /// <summary>It reads and processes.</summary>
    Running,

    /// <summary>It has failed, and has not shown since that it works again.</summary>
    Faulted,

    /// <summary>It was stopped.</summary>
    Stopped,
}
