using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Simulation.Cluster.Clients;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Faults;

/// <summary>
/// A topic that is deleted under load and made again under the same name, over and over. Its clients are made with it
/// and given up with it.
/// </summary>
internal sealed class TopicChurn(SimulatedCluster cluster, SimulatedAdmin admin, Action<TopicState> addClients)
{
    private const string Name = "fleeting";

    private World World => cluster.World;

    public bool IsStopped { get; set; }

    public int DeletionCount { get; private set; }

    /// <summary>Told of a topic just before it is deleted.</summary>
    public required Action<TopicState> GiveUp { get; init; }

    public void Begin() => admin.CreateTopic(
        Name,
        partitions: 1,
        ImmutableSortedDictionary<string, string>.Empty,
        created =>
        {
            addClients(created);
            World.At(World.Between(500, 3000), () => End(created));
        });

    private void End(TopicState topic)
    {
        if (IsStopped)
        {
            return;
        }

        World.Note($"{Name} {topic.Id.Value.ToString()[..4]} is deleted");
        DeletionCount++;
        GiveUp(topic);
        admin.DeleteTopic(topic.Id, () => World.At(World.Between(0, 600), Begin));
    }
}
