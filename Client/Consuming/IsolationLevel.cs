namespace Cloud.Client;

/// <summary><c>isolation.level</c>: which records of transactions are seen.</summary>
public enum IsolationLevel
{
    /// <summary>All, those of open and aborted transactions included.</summary>
    ReadUncommitted = 0,

    /// <summary>
    /// Those of committed transactions only; nothing beyond the first open one (the last stable offset).
    /// </summary>
    ReadCommitted = 1,
}
