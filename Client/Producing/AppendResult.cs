namespace Cloud.Client;

/// <summary>What happened to a record that was to be added to a partition.</summary>
internal enum AppendResult
{
    /// <summary>It is in a batch that was there; nobody needs to know.</summary>
    Appended,

    /// <summary>It is in a batch that it began; those before it are full.</summary>
    AppendedToNew,

    /// <summary>The same, and the sender does not know that the partition has something.</summary>
    AppendedToIdle,

    /// <summary>It is in none: there is no batch that takes more.</summary>
    NeedsBatch,
}
