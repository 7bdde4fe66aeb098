using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Integration.GatewayFaults;
using Cloud.Integration.Silos;
using Cloud.Interop.Tools;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Interop.Silos;

/// <summary>A silo process with three brokers, as a user starts it, for the tests of one class.</summary>
public sealed class ThreeSilos : IAsyncLifetime
{
    public const int BrokerCount = 3;

    private const int Killed = 9;
    private const short FindCoordinatorVersion = 2;
    private const short MetadataVersion = 9;
    private const short CreateTopicsVersion = 5;
    private const short ListOffsetsVersion = 4;
    private const long EndOfLog = -1;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly int _kafkaPort;
    private readonly int _httpPort;
    private SiloProgram _program = null!;

    public ThreeSilos()
    {
        _kafkaPort = FreePorts.Take(inRow: BrokerCount + 1);
        _httpPort = _kafkaPort + BrokerCount;
    }

    public string Brokers => string.Join(
        ',', Enumerable.Range(_kafkaPort, BrokerCount).Select(port => $"127.0.0.1:{port}"));

    internal KcatRunner Kcat => new(Brokers);

    public async Task InitializeAsync()
    {
        _program = SiloProgram.Start(
            "--silos", $"{BrokerCount}", "--dev-faults", "--data", _folder.Path,
            "--kafka-port", $"{_kafkaPort}", "--http-port", $"{_httpPort}");
        await _program.Ready();
    }

    public async Task DisposeAsync()
    {
        await _program.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Makes a topic on all three brokers and waits until its leaders are known.</summary>
    public async Task CreateTopic(string name, int partitions = 1, params (string Name, string Value)[] configs)
    {
        using var client = await WireClient.Connect(_kafkaPort);
        var response = await client.Ask(new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = name,
                    NumPartitions = partitions,
                    ReplicationFactor = BrokerCount,
                    Assignments = [],
                    Configs = [.. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig
                    {
                        Name = config.Name,
                        Value = config.Value,
                    })],
                },
            ],
        }, CreateTopicsVersion);
        Assert.Equal((KafkaError.None, null), (response.Topics[0].Error, response.Topics[0].ErrorMessage));
        await AllInSync(name);
    }

    /// <summary>Waits until every broker says that every partition has its leader and all replicas in sync.</summary>
    public async Task AllInSync(string topic)
    {
        foreach (var port in Enumerable.Range(_kafkaPort, BrokerCount))
        {
            await Until.Holds($"all of {topic} in sync, says {port}", async () =>
            {
                var partitions = await Describe(topic, port);
                return partitions.Length > 0 && partitions.All(
                    partition => partition.LeaderId.Value >= 0 && partition.IsrNodes.Length == BrokerCount);
            });
        }
    }

    /// <summary>The leader as the first broker that answers knows it.</summary>
    public async Task<int> LeaderOf(string topic, int partition)
    {
        var leader = -1;
        await Until.Holds($"a leader of {topic}", async () =>
        {
            var port = _kafkaPort + (await Running()).First();
            leader = (await Describe(topic, port)).First(known => known.PartitionIndex == partition).LeaderId.Value;
            return leader >= 0;
        });
        return leader;
    }

    /// <summary>The broker that coordinates a group, as the first that answers knows it.</summary>
    public async Task<int> CoordinatorOf(string group)
    {
        var coordinator = -1;
        await Until.Holds($"a coordinator of {group}", async () =>
        {
            using var client = await WireClient.Connect(_kafkaPort + (await Running()).First());
            var response = await client.Ask(new FindCoordinatorRequest { Key = group }, FindCoordinatorVersion);
            coordinator = response.Error is KafkaError.None ? response.NodeId.Value : -1;
            return coordinator >= 0;
        });
        return coordinator;
    }

    /// <summary>Ends a silo like a power cut, and waits until the others have declared it dead.</summary>
    public async Task KillSilo(int broker)
    {
        await Fault(broker, "kill");
        await Until.Holds(
            $"broker {broker} is declared dead", async () => await MembershipOf(broker) is "Dead" or null);
    }

    public Task StartSilo(int broker) => Fault(broker, "start");

    /// <summary>Waits until a partition's readers can see so many records, whichever broker leads it.</summary>
    public Task Holds(string topic, int partition, int recordCount) =>
        Until.Holds($"{recordCount} records in {topic}-{partition}", async () =>
        {
            var leader = await LeaderOf(topic, partition);
            using var client = await WireClient.Connect(_kafkaPort + leader);
            var response = await client.Ask(new ListOffsetsRequest
            {
                ReplicaId = new(-1),
                Topics =
                [
                    new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Timestamp = EndOfLog }] },
                ],
            }, ListOffsetsVersion);
            return response.Topics[0].Partitions[0].Offset.Value >= recordCount;
        });

    /// <summary>Ends the process by SIGKILL.</summary>
    public async Task KillProcess()
    {
        _program.Signal(Killed);
        await _program.ExitCode();
        await _program.DisposeAsync();
    }

    /// <summary>Starts the process again on what it left.</summary>
    public Task StartProcess() => InitializeAsync();

    private async Task Fault(int broker, string fault)
    {
        var answer = await _http.PostAsync(SilosUri($"/{broker}/{fault}"), content: null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<List<int>> Running() =>
    [
        .. (await Silos()).Where(silo => silo.GetProperty("condition").GetString() == "running")
            .Select(silo => silo.GetProperty("brokerId").GetInt32()),
    ];

    private async Task<string?> MembershipOf(int broker) => (await Silos())
        .First(silo => silo.GetProperty("brokerId").GetInt32() == broker).GetProperty("membership").GetString();

    private async Task<JsonElement[]> Silos() => (await _http.GetFromJsonAsync<JsonElement[]>(SilosUri("")))!;

    private Uri SilosUri(string path) => new($"http://127.0.0.1:{_httpPort}/dev/silos{path}");

    private static async Task<ImmutableArray<MetadataResponse.Partition>> Describe(string topic, int port)
    {
        using var client = await WireClient.Connect(port);
        var response = await client.Ask(new MetadataRequest { Topics = [new() { Name = topic }] }, MetadataVersion);
        return response.Topics[0].Partitions;
    }
}
