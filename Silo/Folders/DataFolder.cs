using Cloud.Core.Configuration;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Folders;
using Cloud.Grains.Brokers;
using Cloud.Protocol;
using Cloud.Silo.Startup;
using Microsoft.Extensions.Options;

namespace Cloud.Silo.Folders;

/// <summary>
/// The data folder of the process: a folder for each broker, one for the cluster's documents, and a lock that keeps
/// other processes out. Opened once, before anything else touches it.
/// </summary>
internal sealed class DataFolder(
    IFileSystem files, IOptions<SiloProcessOptions> options, BrokerConfig config) : IDisposable
{
    private const string ClusterFolderName = "cluster";

    private readonly SiloProcessOptions _options = options.Value;
    private readonly List<BrokerIdentity> _brokers = [];
    private FolderLock? _lock;

    /// <summary>The process's brokers in order of their ids.</summary>
    public IReadOnlyList<BrokerIdentity> Brokers => _brokers;

    public string ClusterId { get; private set; } = "";

    /// <summary>The cluster's documents.</summary>
    public DocumentStore Documents { get; } = new(files, Path.Combine(options.Value.Data, ClusterFolderName));

    private IEnumerable<BrokerId> OwnIds =>
        Enumerable.Range(_options.BrokerId, _options.Silos).Select(id => new BrokerId(id));

    /// <summary>Locks the folder, checks that it is ours, and makes what is missing.</summary>
    /// <exception cref="StartupException">It is in use, belongs to others, or cannot be read or written.</exception>
    public void Open()
    {
        try
        {
            files.CreateFolder(_options.Data);
            _lock = FolderLock.Take(_options.Data);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Cloud:Data (--data): {exception.Message}", exception);
        }

        RefuseForeignBrokers();
        ClusterId = _options.ClusterId ?? FindClusterId() ?? KafkaUuid.Format(Guid.NewGuid());
        foreach (var broker in OwnIds)
        {
            _brokers.Add(OpenBroker(broker));
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>Brokers that were here and are not started would be replicas that silently went missing.</summary>
    private void RefuseForeignBrokers()
    {
        var own = OwnIds.Select(BrokerSilos.NameOf).ToHashSet();
        var foreign = files.ListFolders(_options.Data)
            .Where(name => name != ClusterFolderName && !own.Contains(name)
                && files.FileExists(Path.Combine(_options.Data, name, MetaProperties.FileName)))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (foreign.Length > 0)
        {
            throw new StartupException(
                $"The data folder {_options.Data} holds {string.Join(", ", foreign)}, which this process is not: set "
                + "--broker-id and --silos to all of its brokers, or use another folder.");
        }
    }

    private string? FindClusterId() => OwnIds
        .Select(broker => ReadProperties(FolderOf(broker)))
        .Select(bytes => bytes is not null && MetaProperties.TryParse(bytes, out var found) is DecodeStatus.Done
            ? found!.ClusterId
            : null)
        .FirstOrDefault(clusterId => clusterId is not null);

    private BrokerIdentity OpenBroker(BrokerId broker)
    {
        var folder = FolderOf(broker);
        var directoryId = ReadProperties(folder) is { } bytes ? Verify(folder, bytes, broker) : null;
        if (directoryId is null)
        {
            directoryId = new DirectoryId(Guid.NewGuid());
            files.CreateFolder(folder);
            files.ReplaceAll(
                folder, MetaProperties.FileName, new MetaProperties(ClusterId, broker, directoryId).Format());
            files.FlushFolder(_options.Data);
        }

        var index = broker.Value - _options.BrokerId;
        return new(broker, ClusterId, directoryId.Value, folder, KafkaListeners.Of(_options)[0].Port + index)
        {
            Rack = config.Text(BrokerConfigKeys.BrokerRack),
            Listeners = KafkaListeners.AdvertisedBy(index, _options),
        };
    }

    private DirectoryId? Verify(string folder, byte[] bytes, BrokerId broker) =>
        FolderVerdict.Of(bytes, ClusterId, broker) switch
        {
            FolderVerdict.Ours ours => ours.Properties.DirectoryId,
            var verdict => throw new StartupException($"{folder}: {verdict.Describe()}"),
        };

    private byte[]? ReadProperties(string folder)
    {
        const int PropertiesBytesMax = 64 * 1024;
        return files.TryReadAll(Path.Combine(folder, MetaProperties.FileName), PropertiesBytesMax);
    }

    private string FolderOf(BrokerId broker) => Path.Combine(_options.Data, BrokerSilos.NameOf(broker));
}
