namespace Cloud.Core.Storage.Compaction;

/// <summary>What compaction made of a batch.</summary>
internal enum FilteredBatchKind
{
    /// <summary>As it was, byte for byte.</summary>
    Kept = 0,

    /// <summary>Nothing of it is left.</summary>
    Dropped,

    /// <summary>With fewer records, or with a delete horizon that it had not.</summary>
    Rewritten,

    /// <summary>Its header alone: it says where its producer, or the log, has come to.</summary>
    Emptied,

    /// <summary>Its records cannot be read: the log must not be compacted.</summary>
    Unreadable,
}
