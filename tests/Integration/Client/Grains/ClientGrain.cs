using Cloud.Client;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Client.Grains;

/// <summary>Uses a client from its turns, as a grain of a user would.</summary>
public sealed class ClientGrain : Grain, IClientGrain
{
    public async Task<int> CountBrokers()
    {
        var turn = TaskScheduler.Current;
        await using var cluster = new ClusterClient(
            new TransportOptions { Transport = new GrainTransport(GrainFactory) }, mayCreateTopics: false);
        var answer = await cluster.Retry(
            "Asking for brokers",
            cancelled => cluster.SendToAny(new MetadataRequest { Topics = [] }, cancelled),
            cluster.NewDeadline(),
            CancellationToken.None);

        // The client has gone through other threads, the grain has not.
        Assert.Same(turn, TaskScheduler.Current);
        return answer.Brokers.Length;
    }
}
