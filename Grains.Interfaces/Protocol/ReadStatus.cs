namespace Cloud.Protocol;

/// <summary>
/// Outcome of reading one thing from bytes that someone else wrote: hostile bytes are a value, not an exception.
/// </summary>
public enum ReadStatus
{
    /// <summary>The thing was read; its checks hold.</summary>
    Done,

    /// <summary>What is there is sound so far but ends too early.</summary>
    NeedMoreData,

    /// <summary>No further bytes can make this valid.</summary>
    Malformed,
}
