using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>How a broker's leaders reach followers over the simulated network.</summary>
internal sealed class ReplicaLink(SimulatedCluster cluster, SimulatedProcess process) : IReplicaTransport
{
    public Task<ReplicaReply> Ask(BrokerId follower, ReplicaRequest request)
    {
        // What is on the wire does not change any more, whatever becomes of the sender's buffer.
        var sent = request is ReplicaRequest.Push push ? push with { Batches = push.Batches.ToArray() } : request;
        var target = cluster.BrokerOf(follower);
        if (request is ReplicaRequest.Truncate or ReplicaRequest.Reset
            && cluster.World.Chance(cluster.LateCutProbability))
        {
            cluster.LateCutCount++;
            cluster.World.At(cluster.World.Between(20, 2500), () => ComeLate(target, sent));
        }

        return cluster.Network.Call(
            process, target.Name, () => target.Current, broker => Answer(broker, sent), mayRepeat: true);
    }

    // A copy of what was answered long ago, on a connection that was stuck.
    private void ComeLate(SimulatedBroker target, ReplicaRequest request)
    {
        if (target.Current is { } broker)
        {
            broker.Process.Run(() => Answer(broker, request));
        }
    }

    private async Task<ReplicaReply> Answer(BrokerInstance broker, ReplicaRequest request)
    {
        if (cluster.AreReplicasApart(request.Leader, broker.Id))
        {
            // The message is lost; the caller gives up by itself.
            return await new TaskCompletionSource<ReplicaReply>().Task;
        }

        var reply = await broker.Replicas.Answer(request);
        cluster.Checks.Answered(broker, request, reply);
        if (reply.Outcome is not (ReplicaOutcome.Done or ReplicaOutcome.UnknownLeaderEpoch))
        {
            cluster.World.Note($"b{broker.Id} {cluster.NameOf(request.Partition)} answers {request.Leader}'s " +
                $"{request.GetType().Name}: {reply.Outcome}, end {reply.LogEndOffset}");
        }

        if (request is not ReplicaRequest.Push && broker.Replicas.TryGet(request.Partition, out var view, out _)
            && view.Log is not null)
        {
            // Nothing that was committed here may be cut, not even for a moment: this replica may be the next leader.
            cluster.Checks.Promises.Check(broker, request.Partition, view, cluster.Checks.LogOf(request.Partition));
        }

        return reply;
    }
}
