using Cloud.Core.Storage.Durability;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>Runs a process's disk work some time later, beside its turns. Ends with the process.</summary>
internal sealed class WorldDiskExecutor(SimulatedProcess process, Func<int> delayMillisecondsMax) : IDiskExecutor
{
    private static readonly TimeSpan PauseCheck = TimeSpan.FromMilliseconds(20);

    public void Post(Action work) =>
        process.World.At(process.World.Between(0, delayMillisecondsMax()), () => Run(work));

    private void Run(Action work)
    {
        if (process.IsPaused)
        {
            process.World.At(PauseCheck, () => Run(work));
        }
        else if (!process.IsDead)
        {
            work();
        }
    }
}
