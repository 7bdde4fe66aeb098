namespace Cloud.Core.Storage.Durability;

/// <summary>A log as its folder's flusher sees it.</summary>
internal interface IFlushable
{
    /// <summary>Flushes what is in the file. Failures are the log's own affair: nothing is thrown for them.</summary>
    void Flush();
}
