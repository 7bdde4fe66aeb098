using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>Runs a function at a stage of the silo's start.</summary>
internal sealed class StartupTask(int stage, Func<CancellationToken, Task> run) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(StartupTask), stage, run);
}
