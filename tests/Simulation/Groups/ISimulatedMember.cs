using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>A member of the group in one life of its process.</summary>
internal interface ISimulatedMember
{
    SimulatedProcess Process { get; }

    /// <summary>What it reads at present, as it believes.</summary>
    IReadOnlyCollection<int> Owned { get; }

    void Start();

    /// <summary>Lets it leave the group in peace when it next looks.</summary>
    void Leave();
}
