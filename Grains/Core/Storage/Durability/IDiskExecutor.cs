namespace Cloud.Core.Storage.Durability;

/// <summary>
/// Where blocking disk work runs. The host gives dedicated threads, so that an fsync never holds up a scheduler; the
/// simulator runs the work as steps in the order of its seed. Work may run beside the log's writer, never twice at once
/// for one log.
/// </summary>
public interface IDiskExecutor
{
    void Post(Action work);
}
