using Cloud.Core.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>
/// One group, its members, and the brokers that coordinate it one after the other. Owns all of it; the parts find each
/// other here. One thread.
/// </summary>
internal sealed class GroupWorld
{
    public const string Group = "g";
    public const string Topic = "orders";
    public const int PartitionCount = 6;

    private const int HostCount = 3;

    private static readonly TopicId Id = new(new Guid(1, 0, 0, new byte[8]));

    private readonly GroupHost[] _hosts;
    private int _freshId;
    private int _leader;
    private int _formerLeader;

    public GroupWorld(int seed, GroupRunOptions options)
    {
        World = new(seed, options.WriteTrace);
        Mutation = options.Mutation;
        Network = new(World);
        Log = new(World, options.Mutation);
        Checks = new(World, Log);
        Options = new()
        {
            InitialRebalanceDelay = TimeSpan.Zero,
            SessionTimeoutMin = TimeSpan.Zero,
            ConsumerSessionTimeout = SessionTimeout,
            ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(500),
            Rules = GroupMutants.RulesOf(options.Mutation),
        };
        _hosts = [.. Enumerable.Range(0, HostCount).Select(NewHost)];
    }

    public static TimeSpan SessionTimeout { get; } = TimeSpan.FromSeconds(6);

    public static TimeSpan RebalanceTimeout { get; } = TimeSpan.FromSeconds(8);

    public World World { get; }

    public GroupMutation Mutation { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedOffsetsLog Log { get; }

    public GroupLogChecks Checks { get; }

    public GroupOptions Options { get; }

    public TopicCatalog Topics { get; } = new(1, [new(Id, Topic, PartitionCount)]);

    public TopicId TopicId => Id;

    public IReadOnlyList<GroupHost> Hosts => _hosts;

    public int MoveCount { get; private set; }

    /// <summary>How often metadata tells who led before.</summary>
    public double StaleMetadataProbability { get; set; }

    public GroupHost Leader => _hosts[_leader];

    /// <summary>Another broker leads; the last one hears of it some time later, and acts until then.</summary>
    public void Elect(int hearingMillisecondsMax)
    {
        var epoch = Log.Elect();
        (_formerLeader, _leader) = (_leader, World.Random.Next(HostCount));
        MoveCount++;
        World.Note($"broker-{_leader} leads in {epoch}");
        foreach (var host in _hosts)
        {
            if (host != Leader)
            {
                World.At(World.Between(0, hearingMillisecondsMax), () => host.Resign(epoch));
            }
        }

        World.At(World.Between(0, 50), () => Leader.Lead(epoch));
    }

    /// <summary>A broker's next life: it knows nothing, and leads if it is told to anew.</summary>
    public void Restart(int index)
    {
        _hosts[index].Kill();
        _hosts[index] = NewHost(index);
        World.Note($"broker-{index} starts again");
        if (index == _leader)
        {
            Elect(hearingMillisecondsMax: 2000);
        }
    }

    /// <summary>Nothing that a coordinator does by itself may fail.</summary>
    public void CheckHosts()
    {
        foreach (var host in _hosts)
        {
            World.Check(
                host.Process.Failures.Count == 0,
                $"{host.Process.Name} goes on: {host.Process.Failures.FirstOrDefault()}");
        }
    }

    /// <exception cref="TimeoutException">No answer came: whether it was done is unknown.</exception>
    public async Task<TResponse> Ask<TResponse>(SimulatedProcess from, int broker, IRequest request, short version)
        where TResponse : class, IResponse
    {
        var answer = await Network.Call(
            from,
            $"broker-{broker}",
            () => _hosts[broker],
            host => host.Coordinator.Handle(request, NewContext(from.Name, version)),
            mayRepeat: true);
        return (TResponse)answer;
    }

    public async Task<OffsetFetchResponse.Group> FetchOffsets(
        SimulatedProcess from, int broker, OffsetFetchRequest.Group request)
    {
        var askedAt = Checks.Mark();
        var (answer, epoch) = await Network.Call(
            from,
            $"broker-{broker}",
            () => _hosts[broker],
            async host => (
                await host.Coordinator.FetchOffsets(request, requireStable: false), host.Coordinator.Epoch));
        Checks.Fetched(answer, epoch, askedAt);
        return answer;
    }

    /// <summary>The broker that metadata takes for the coordinator.</summary>
    public int FindCoordinator() => World.Chance(StaleMetadataProbability) ? _formerLeader : _leader;

    // Made where the request arrives: one that comes twice is two.
    private RequestContext NewContext(string clientId, short version) =>
        new(clientId, "/sim", version, new Guid(++_freshId, 0, 0, new byte[8]));

    private GroupHost NewHost(int index) => new(this, $"broker-{index}");
}
