namespace Cloud.Silo.Runtime;

/// <summary>
/// Processes are killed and paused from outside; <c>--dev-faults</c> is refused on this runtime, so nothing calls
/// these.
/// </summary>
internal static class SiloFaults
{
    public static void Kill(IServiceProvider silo, SiloAddress address) => throw Unavailable();

    public static void Pause(IServiceProvider silo, SiloAddress address) => throw Unavailable();

    public static void Resume(IServiceProvider silo, SiloAddress address) => throw Unavailable();

    private static NotSupportedException Unavailable() => new($"{SiloRuntime.Name} has no faults inside a process.");
}
