using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Clients;

/// <summary>Asks the controller for things, again and again until it is answered. Runs on its own process.</summary>
internal sealed class SimulatedAdmin(SimulatedCluster cluster, SimulatedProcess process)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(150);

    private readonly SimulatedClock _clock = new(process);

    /// <summary>Creates a topic; done tells that it is there.</summary>
    public void CreateTopic(
        string name, int partitions, ImmutableSortedDictionary<string, string> configs, Action<TopicState> done)
    {
        var random = cluster.World.Random;
        var command = new CreateTopic(name, partitions, Math.Min(3, cluster.Brokers.Count), Assignment: null, configs);
        process.Run(async () =>
        {
            while (true)
            {
                var id = new TopicId(NewGuid(random));
                await Decide(machine => machine.Cluster.Brokers.Values.Count(
                        broker => broker.Condition is BrokerConditionKind.Active) < command.ReplicationFactor
                    ? ControllerDecision<TopicState>.Refuse(KafkaError.InvalidReplicationFactor, "not yet")
                    : machine.CreateTopic(command, id, random));
                if (cluster.Topics.FirstOrDefault(topic => topic.Name == name) is { } created)
                {
                    done(created);
                    return true;
                }

                await Task.Delay(RetryPause, _clock);
            }
        });
    }

    /// <summary>Deletes a topic; done tells that its deletion is recorded.</summary>
    public void DeleteTopic(TopicId id, Action done) => process.Run(async () =>
    {
        while (cluster.Topics.Any(topic => topic.Id == id))
        {
            await Decide(machine => machine.DeleteTopic(id));
            await Task.Delay(RetryPause, _clock);
        }

        done();
        return true;
    });

    /// <summary>Sets a default of the cluster, sooner or later.</summary>
    public void SetDefault(string key, string value) => process.Run(async () =>
    {
        while (!await Decide(machine => machine.AlterDefaultConfigs([new(key, ConfigOperationKind.Set, value)])))
        {
            await Task.Delay(RetryPause, _clock);
        }

        return true;
    });

    /// <summary>Tries something once.</summary>
    public void Try<T>(Func<ControllerMachine, ControllerDecision<T>> command) => process.Run(() => Decide(command));

    private async Task<bool> Decide<T>(Func<ControllerMachine, ControllerDecision<T>> command)
    {
        try
        {
            var result = await cluster.AskController(process, controller => controller.Host.Decide(command));
            return result.IsOk;
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            return false;
        }
    }

    private static Guid NewGuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }
}
