namespace Orleans.Runtime;

/// <summary>A timer of a grain. Disposing stops it; a callback that runs is asked to end through its token.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next callback is due and how long after each callback the next one is.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
