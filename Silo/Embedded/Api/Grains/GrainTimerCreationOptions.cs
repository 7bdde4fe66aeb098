using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer runs.</summary>
public readonly struct GrainTimerCreationOptions
{
    public GrainTimerCreationOptions()
    {
    }

    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Delay of the first callback; infinite for a timer that starts stopped.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a callback to the next; infinite for a single callback.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether callbacks may run between the awaits of calls, as calls to a reentrant grain do.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether callbacks count as use, so that the grain is not collected as idle.</summary>
    public bool KeepAlive { get; init; }
}
