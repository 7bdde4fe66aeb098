using Cloud.Core.Storage.Durability;

namespace Cloud.Simulation.Disks;

/// <summary>Does disk work at once, on the caller's thread: what awaits it goes on without a pause.</summary>
public sealed class DirectExecutor : IDiskExecutor
{
    public void Post(Action work) => work();
}
