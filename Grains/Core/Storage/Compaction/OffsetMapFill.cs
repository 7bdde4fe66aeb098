namespace Cloud.Core.Storage.Compaction;

/// <summary>What came of taking a dirty batch into an <see cref="OffsetMap"/>.</summary>
internal enum OffsetMapFill
{
    Added = 0,

    /// <summary>
    /// The map has no room for the next key: it covers what came before, the rest waits for the next run.
    /// </summary>
    Full,

    /// <summary>Its records cannot be read: the log must not be compacted.</summary>
    Unreadable,
}
