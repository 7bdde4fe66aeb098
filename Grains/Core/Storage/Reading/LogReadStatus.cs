namespace Cloud.Core.Storage.Reading;

/// <summary>How a read ended.</summary>
public enum LogReadStatus
{
    /// <summary>There are batches in the region.</summary>
    Found,

    /// <summary>The offset is the end, or at or behind the upper bound: nothing to read yet.</summary>
    AtEnd,

    /// <summary>The offset is below the log's start or beyond its end.</summary>
    OutOfRange,

    /// <summary>
    /// The first batch is larger than the bytes allowed, and the caller did not ask for at least one.
    /// </summary>
    OverLimit,
}
