namespace Cloud.Core.Storage.Compaction;

/// <summary>Where a compaction stands after a step.</summary>
internal enum CompactionStepKind
{
    /// <summary>There is more to do; pause as the throttle says and go on.</summary>
    Working = 0,

    /// <summary>
    /// A group of segments is written and flushed: the log's writer swaps it in, then the next step follows.
    /// </summary>
    ReadyToSwap,

    /// <summary>All is done: save the compacted offset.</summary>
    Finished,

    /// <summary>The log changed under the compaction; what was swapped in stays, the rest is for a later run.</summary>
    Aborted,

    /// <summary>
    /// A batch cannot be read (an unknown codec, too large in the clear) or not rewritten: leave the log alone until
    /// that is mended.
    /// </summary>
    Unreadable,
}
