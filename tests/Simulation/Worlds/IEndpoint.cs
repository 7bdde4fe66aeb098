namespace Cloud.Simulation.Worlds;

/// <summary>Something that runs on a process and can be asked over the network.</summary>
internal interface IEndpoint
{
    SimulatedProcess Process { get; }
}
