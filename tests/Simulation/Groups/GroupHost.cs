using Cloud.Core.Groups;
using Cloud.Core.Groups.Coordinator;
using Cloud.Protocol;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>A broker in one life, as far as it coordinates groups.</summary>
internal sealed class GroupHost : IEndpoint
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);

    private readonly ITimer? _ticks;

    public GroupHost(GroupWorld world, string name)
    {
        Process = world.World.AddProcess(name);
        Clock = new(Process);
        Coordinator = new(world.Options, world.Log, Clock);
        Coordinator.Learn(world.Topics);
        _ticks = world.Mutation is GroupMutation.TimeDoesNotPass
            ? null
            : Clock.CreateTimer(_ => _ = Coordinator.Tick(), state: null, TickInterval, TickInterval);
    }

    public SimulatedProcess Process { get; }

    public SimulatedClock Clock { get; }

    public GroupCoordinator Coordinator { get; }

    public void Lead(LeaderEpoch epoch) => Process.Post(() => _ = Coordinator.BecomeLeader(epoch));

    public void Resign(LeaderEpoch epoch) => Process.Post(() => Coordinator.Resign(epoch));

    public void Learn(TopicCatalog topics) => Process.Post(() => Coordinator.Learn(topics));

    public void Kill()
    {
        _ticks?.Dispose();
        Process.Kill();
    }
}
