using Cloud.Core.Replication;

namespace Cloud.Core.Partitions;

/// <summary>Something that waits, but not for ever. All members are open to any thread.</summary>
public interface ITimedWaiter
{
    Moment Deadline { get; }

    /// <summary>What it waited for has come: its place can be given away.</summary>
    bool IsDone { get; }

    /// <summary>The deadline has passed. Does nothing when done.</summary>
    void Expire();
}
