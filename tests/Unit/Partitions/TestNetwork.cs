using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Unit.Partitions;

/// <summary>
/// Calls between the brokers of a <see cref="TestCluster"/>: each is a copy, and may get lost on either way.
/// </summary>
internal sealed class TestNetwork(TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private readonly HashSet<(BrokerId From, BrokerId To)> _cut = [];

    /// <summary>Every request that was delivered, in order.</summary>
    public List<(BrokerId To, ReplicaRequest Request)> Delivered { get; } = [];

    /// <summary>Sees requests on their way and may keep them from arriving.</summary>
    public Func<BrokerId, ReplicaRequest, bool> IsLost { get; set; } = (_, _) => false;

    /// <summary>Sees answers on their way back and may keep them from arriving.</summary>
    public Func<BrokerId, ReplicaRequest, bool> IsAnswerLost { get; set; } = (_, _) => false;

    public Func<BrokerId, ReplicaRequest, Task<ReplicaReply>> Receive { get; set; } = (_, _) =>
        throw new ReplicaUnavailableException("nobody listens");

    public void Cut(int from, int to) => _cut.Add((new(from), new(to)));

    public void Isolate(int broker, IEnumerable<int> others)
    {
        foreach (var other in others)
        {
            Cut(broker, other);
            Cut(other, broker);
        }
    }

    public void Heal() => _cut.Clear();

    public IReplicaTransport From(BrokerId sender) => new Transport(this, sender);

    private async Task<ReplicaReply> Ask(BrokerId from, BrokerId to, ReplicaRequest request)
    {
        await Task.Yield();
        if (_cut.Contains((from, to)) || IsLost(to, request))
        {
            await TimeOut();
        }

        Delivered.Add((to, request));
        var reply = await Receive(to, Copy(request));
        await Task.Yield();
        if (_cut.Contains((to, from)) || IsAnswerLost(to, request))
        {
            await TimeOut();
        }

        return reply;
    }

    private async Task TimeOut()
    {
        await Task.Delay(CallTimeout, clock);
        throw new TimeoutException("no answer");
    }

    private static ReplicaRequest Copy(ReplicaRequest request) =>
        request is ReplicaRequest.Push push ? push with { Batches = push.Batches.ToArray() } : request;

    private sealed class Transport(TestNetwork network, BrokerId sender) : IReplicaTransport
    {
        public Task<ReplicaReply> Ask(BrokerId follower, ReplicaRequest request) =>
            network.Ask(sender, follower, request);
    }
}
