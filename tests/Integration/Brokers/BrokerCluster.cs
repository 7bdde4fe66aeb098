using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;
using Cloud.Gateway;
using Cloud.Grains;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Grains.Storage;
using Cloud.Integration.Silos;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using GatewayOptions = Cloud.Gateway.GatewayOptions;

namespace Cloud.Integration.Brokers;

/// <summary>Brokers on silos of this process, on whichever Orleans runtime was built, with real files.</summary>
internal sealed class BrokerCluster : IAsyncDisposable
{
    public const string ClusterId = "integration";

    private const string ListenerName = "PLAINTEXT";

    // Silos of one process: the dead are found soon.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<int> _starting = new();
    private readonly ConcurrentDictionary<int, DirectoryId> _directories = new();
    private readonly ConcurrentDictionary<int, InProcessSiloHandle> _silos = new();
    private readonly ConcurrentDictionary<int, int> _kafkaPorts = new();
    private readonly BrokerSettings _settings;
    private readonly GatewayOptions? _gateway;
    private readonly Action<ISiloBuilder>? _configure;
    private InProcessTestCluster _cluster = null!;

    private BrokerCluster(BrokerSettings settings, GatewayOptions? gateway, Action<ISiloBuilder>? configure)
    {
        (_settings, _gateway, _configure) = (settings, gateway, configure);
    }

    public IGrainFactory Grains => _cluster.Client;

    public IClusterAdminGrain Admin => Grains.GetGrain<IClusterAdminGrain>(0);

    public IControllerGrain Controller => Grains.GetGrain<IControllerGrain>(0);

    /// <summary>The brokers that run.</summary>
    public IReadOnlyCollection<int> Brokers => [.. _silos.Keys.Order()];

    /// <param name="gateway">Null for brokers that no Kafka client can reach.</param>
    /// <param name="configure">Changes each silo; null for none.</param>
    public static async Task<BrokerCluster> Start(
        int brokers,
        BrokerSettings? settings = null,
        GatewayOptions? gateway = null,
        Action<ISiloBuilder>? configure = null)
    {
        var started = new BrokerCluster(settings ?? new(), gateway, configure);
        await started.Deploy(brokers);
        return started;
    }

    /// <summary>Of the broker's Kafka listener, the same in all its lives.</summary>
    public int KafkaPortOf(int broker) => _kafkaPorts.GetOrAdd(
        broker, static _ => int.Parse(SiloProgram.FreePort(), CultureInfo.InvariantCulture));

    public string FolderOf(int broker) => Path.Combine(_folder.Path, BrokerSilos.NameOf(new(broker)));

    public IServiceProvider ServicesOf(int broker) => _silos[broker].ServiceProvider;

    public SiloAddress AddressOf(int broker) => _silos[broker].SiloAddress;

    /// <summary>What the runtime offers to break a cluster with, where it does.</summary>
    public T FaultsOfRuntime<T>()
        where T : notnull => _cluster.Client.ServiceProvider.GetRequiredService<T>();

    public async Task<TopicMetadata> CreateTopic(
        string name, int partitions, int replicationFactor, params (string Key, string Value)[] configs)
    {
        var topic = NewTopic.Of(name, partitions, replicationFactor) with
        {
            Configs = configs.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value),
        };
        var answer = await Admin.CreateTopic(topic);
        Assert.Equal((KafkaError.None, null), (answer.Error, answer.Message));
        return answer.Topic!;
    }

    /// <summary>Creates a topic that Kafka clients of any broker find, and that its leaders lead.</summary>
    public async Task<TopicMetadata> ServeTopic(
        string name, int partitions, int replicationFactor, params (string Key, string Value)[] configs)
    {
        var topic = await CreateTopic(name, partitions, replicationFactor, configs);
        foreach (var broker in Brokers)
        {
            var known = ServicesOf(broker).GetRequiredService<IClusterMetadata>();
            await Eventually.Is(
                () => Task.FromResult(known.TryFind(name, out _)), isKnown => isKnown, $"broker {broker} knows {name}");
        }

        foreach (var partition in topic.Partitions)
        {
            await Eventually.Is(
                () => Replica(topic, partition.Leader, partition.Index).FindOffset(new(Timestamp: -1)),
                answer => answer.Error is KafkaError.None,
                $"{name}-{partition.Index} is led");
        }

        return topic;
    }

    public async Task<PartitionMetadata> Describe(string topic, int partition = 0) =>
        (await Admin.DescribeTopics([topic])).Single().Partitions[partition];

    public IPartitionGrain Replica(TopicMetadata topic, int broker, int partition = 0) =>
        Grains.GetGrain<IPartitionGrain>(new PartitionKey(topic.TopicId, partition, broker).ToString());

    public async Task Kill(int broker)
    {
        _silos.TryRemove(broker, out var silo);
        await _cluster.KillSiloAsync(silo!);
    }

    public async Task Stop(int broker)
    {
        _silos.TryRemove(broker, out var silo);
        await _cluster.StopSiloAsync(silo!);
    }

    public async Task Start(int broker)
    {
        _starting.Enqueue(broker);
        _silos[broker] = await _cluster.StartAdditionalSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private async Task Deploy(int brokers)
    {
        var documents = new DocumentStore(new RealFileSystem(), Path.Combine(_folder.Path, "cluster"));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            Assert.True(_starting.TryDequeue(out var id));
            silo.AddMemoryGrainStorageAsDefault();
            silo.AddFileGrainStorage(CloudGrainsExtensions.ControllerStorageName, documents);
            silo.AddCloudBroker(IdentityOf(id), _settings, _settings.Config.ToControllerOptions());
            AddGateway(silo, id);
            _configure?.Invoke(silo);
            silo.Services.PostConfigure<SiloOptions>(options => options.SiloName = BrokerSilos.NameOf(new(id)));
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = ProbeTimeout;
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        _cluster = builder.Build();
        _starting.Enqueue(0);
        await _cluster.DeployAsync();
        _silos[0] = _cluster.Silos[0];
        for (var id = 1; id < brokers; id++)
        {
            await Start(id);
        }
    }

    private void AddGateway(ISiloBuilder silo, int broker)
    {
        if (_gateway is not null)
        {
            var endPoint = new IPEndPoint(IPAddress.Loopback, KafkaPortOf(broker));
            silo.AddKafkaGateway(_gateway with { Listeners = [new(ListenerName, endPoint)] });
        }
    }

    private BrokerIdentity IdentityOf(int broker) => new(
        new(broker),
        ClusterId,
        _directories.GetOrAdd(broker, _ => new(Guid.NewGuid())),
        Directory.CreateDirectory(FolderOf(broker)).FullName,
        KafkaPortOf(broker))
    {
        Listeners = [new(ListenerName, IPAddress.Loopback.ToString(), KafkaPortOf(broker))],
    };
}
