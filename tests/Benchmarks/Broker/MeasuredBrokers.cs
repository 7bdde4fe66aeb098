using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Hosting;
using Cloud.Core.Replication;
using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;
using Cloud.Grains;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Grains.Storage;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Cloud.Benchmarks.Broker;

/// <summary>Three brokers on silos of this process, with files in one folder of the disk that is measured.</summary>
internal sealed class MeasuredBrokers : IAsyncDisposable
{
    public const int BrokerCount = 3;

    private readonly string _path;
    private readonly BrokerSettings _settings;
    private readonly CallCount? _calls;
    private readonly Action<ISiloBuilder, int>? _configure;
    private readonly ConcurrentQueue<int> _starting = new();
    private readonly Dictionary<int, InProcessSiloHandle> _silos = [];
    private InProcessTestCluster _cluster = null!;

    private MeasuredBrokers(
        string path, BrokerSettings settings, CallCount? calls, Action<ISiloBuilder, int>? configure)
    {
        (_path, _settings, _calls, _configure) = (path, settings, calls, configure);
    }

    public IClusterAdminGrain Admin => _cluster.Client.GetGrain<IClusterAdminGrain>(0);

    /// <param name="calls">Counts the calls between silos. Where it counts, calls cost more.</param>
    /// <param name="configure">Adds to the silo of a broker; null for nothing.</param>
    public static async Task<MeasuredBrokers> Start(
        string path,
        BrokerSettings? settings = null,
        CallCount? calls = null,
        Action<ISiloBuilder, int>? configure = null)
    {
        var brokers = new MeasuredBrokers(path, settings ?? new(), calls, configure);
        await brokers.Deploy();
        return brokers;
    }

    public ILocalPartitions PartitionsOf(int broker) => ServiceOf<ILocalPartitions>(broker);

    public ILocalGroups GroupsOf(int broker) => ServiceOf<ILocalGroups>(broker);

    public IClusterMetadata MetadataOf(int broker) => ServiceOf<IClusterMetadata>(broker);

    public IClusterMembershipService MembershipOf(int broker) => ServiceOf<IClusterMembershipService>(broker);

    public string FolderOf(int broker) => Path.Combine(_path, BrokerSilos.NameOf(new(broker)));

    public SiloAddress AddressOf(int broker) => _silos[broker].SiloAddress;

    public Task Kill(int broker) => _cluster.KillSiloAsync(_silos[broker]);

    /// <summary>A clean end: leaderships are handed over, logs flushed and closed.</summary>
    public Task Stop(int broker) => _cluster.StopSiloAsync(_silos[broker]);

    /// <summary>Returns when all brokers know of it.</summary>
    public async Task<TopicMetadata> CreateTopic(
        string name, int partitions, params (string Key, string Value)[] configs)
    {
        var topic = NewTopic.Of(name, partitions, BrokerCount) with
        {
            Configs = configs.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value),
        };
        var answer = await Admin.CreateTopic(topic);
        Invariant.Holds(answer.Error is KafkaError.None);
        while (_silos.Keys.Any(broker => !MetadataOf(broker).TryFind(name, out _)))
        {
            await Task.Delay(1);
        }

        return answer.Topic!;
    }

    /// <summary>Returns when its files are gone from every disk.</summary>
    public async Task DeleteTopic(TopicMetadata topic)
    {
        await Admin.DeleteTopic(topic.TopicId);
        while (_silos.Keys.Any(broker => Directory.GetDirectories(FolderOf(broker), topic.Name + "-*").Length > 0))
        {
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody wants the data: a clean end of 10,000 partitions takes minutes.
        foreach (var silo in _cluster.GetActiveSilos().ToList())
        {
            await _cluster.KillSiloAsync(silo);
        }

        await _cluster.DisposeAsync();
    }

    private T ServiceOf<T>(int broker)
        where T : notnull => _silos[broker].ServiceProvider.GetRequiredService<T>();

    private async Task Deploy()
    {
        var documents = new DocumentStore(new RealFileSystem(), Path.Combine(_path, "cluster"));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => Configure(silo, documents));
        _cluster = builder.Build();
        _starting.Enqueue(0);
        await _cluster.DeployAsync();
        _silos[0] = _cluster.Silos[0];
        for (var id = 1; id < BrokerCount; id++)
        {
            _starting.Enqueue(id);
            _silos[id] = await _cluster.StartAdditionalSiloAsync();
        }
    }

    private void Configure(ISiloBuilder silo, DocumentStore documents)
    {
        var isNext = _starting.TryDequeue(out var id);
        Invariant.Holds(isNext);
        silo.AddMemoryGrainStorageAsDefault();
        silo.AddFileGrainStorage(CloudGrainsExtensions.ControllerStorageName, documents);
        silo.AddCloudBroker(IdentityOf(id), _settings);
        silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        silo.Services.PostConfigure<SiloOptions>(options => options.SiloName = BrokerSilos.NameOf(new(id)));
        _configure?.Invoke(silo, id);
        _calls?.Count<IReplicaTransport>(silo.Services);
        _calls?.Count<IBrokerController>(silo.Services);
        _calls?.Count<IBrokerLink>(silo.Services);
    }

    private BrokerIdentity IdentityOf(int broker) => new(
        new(broker),
        "measured",
        new DirectoryId(new Guid(1 + broker, 0, 0, new byte[8])),
        Directory.CreateDirectory(FolderOf(broker)).FullName,
        KafkaPort: 9092 + broker);
}
