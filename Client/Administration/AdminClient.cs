using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The admin client: see <see cref="IAdminClient"/>. Holds connections; one for a process is enough.</summary>
public sealed class AdminClient : IAdminClient
{
    private readonly ClusterClient _cluster;
    private readonly TopicAdministration _topics;
    private readonly TopicDescriptions _topicDescriptions;
    private readonly ConfigAdministration _configs;
    private readonly ClusterAdministration _clusterAdministration;
    private readonly PartitionAdministration _partitions;
    private readonly LogAdministration _logs;
    private readonly GroupAdministration _groups;
    private readonly GroupDescriptions _groupDescriptions;
    private readonly GroupOffsetAdministration _groupOffsets;

    /// <summary>Connects to nobody before the first call.</summary>
    /// <exception cref="ClientOptionsException">An option cannot be.</exception>
    public AdminClient(AdminOptions options)
    {
        _cluster = new ClusterClient(options, mayCreateTopics: false);
        var brokers = new BrokerCalls(_cluster, options);
        var retries = new ItemRetries(_cluster, options);
        var coordinators = new GroupCoordinators(_cluster);
        _topics = new(brokers, retries);
        _topicDescriptions = new(brokers, retries);
        _configs = new(brokers, retries);
        _clusterAdministration = new(brokers, retries);
        _partitions = new(brokers, retries);
        _logs = new(brokers, new LeaderCalls(brokers), retries);
        _groups = new(brokers, coordinators, retries);
        _groupDescriptions = new(coordinators, retries);
        _groupOffsets = new(coordinators, retries);
    }

    public Task<AdminResults<string, CreatedTopic>> CreateTopicsAsync(
        IEnumerable<NewTopic> topics, bool validateOnly = false, CancellationToken cancellationToken = default) =>
        _topics.Create(topics, validateOnly, cancellationToken);

    public Task<AdminResults<string, Done>> DeleteTopicsAsync(
        IEnumerable<string> topics, CancellationToken cancellationToken = default) =>
        _topics.Delete(topics, cancellationToken);

    public Task<AdminResults<TopicId, Done>> DeleteTopicsAsync(
        IEnumerable<TopicId> topics, CancellationToken cancellationToken = default) =>
        _topics.Delete(topics, cancellationToken);

    public Task<IReadOnlyList<TopicListing>> ListTopicsAsync(
        bool includeInternal = false, CancellationToken cancellationToken = default) =>
        Retry("Listing topics", cancelled => _topicDescriptions.List(includeInternal, cancelled), cancellationToken);

    public Task<AdminResults<string, TopicDescription>> DescribeTopicsAsync(
        IEnumerable<string> topics, CancellationToken cancellationToken = default) =>
        _topicDescriptions.Describe(topics, cancellationToken);

    public Task<AdminResults<string, Done>> CreatePartitionsAsync(
        IEnumerable<NewPartitions> topics, bool validateOnly = false, CancellationToken cancellationToken = default) =>
        _topics.CreatePartitions(topics, validateOnly, cancellationToken);

    public Task<AdminResults<TopicPartition, Offset>> DeleteRecordsAsync(
        IReadOnlyDictionary<TopicPartition, Offset> before, CancellationToken cancellationToken = default) =>
        _logs.DeleteRecords(before, cancellationToken);

    public Task<AdminResults<ConfigResource, IReadOnlyList<ConfigEntry>>> DescribeConfigsAsync(
        IEnumerable<ConfigResource> resources,
        bool includeDocumentation = false,
        CancellationToken cancellationToken = default) =>
        _configs.Describe(resources, includeDocumentation, cancellationToken);

    public Task<AdminResults<ConfigResource, Done>> AlterConfigsAsync(
        IReadOnlyDictionary<ConfigResource, IReadOnlyList<ConfigChange>> changes,
        bool validateOnly = false,
        CancellationToken cancellationToken = default) =>
        _configs.Alter(changes, validateOnly, cancellationToken);

    public Task<IReadOnlyList<ConfigResource>> ListConfigResourcesAsync(
        IEnumerable<ConfigResourceType> types, CancellationToken cancellationToken = default) =>
        Retry("Listing resources", cancelled => _configs.List(types, cancelled), cancellationToken);

    public Task<ClusterDescription> DescribeClusterAsync(
        bool includeFenced = false, CancellationToken cancellationToken = default) => Retry(
            "Describing the cluster",
            cancelled => _clusterAdministration.Describe(includeFenced, cancelled),
            cancellationToken);

    public Task<AdminResults<BrokerId, IReadOnlyList<LogDirDescription>>> DescribeLogDirsAsync(
        IEnumerable<BrokerId> brokers, CancellationToken cancellationToken = default) =>
        _clusterAdministration.DescribeLogDirs(brokers, cancellationToken);

    public Task<FeatureDescription> DescribeFeaturesAsync(CancellationToken cancellationToken = default) =>
        Retry("Describing features", _clusterAdministration.DescribeFeatures, cancellationToken);

    public Task<AdminResults<BrokerId, IReadOnlyList<ServedApi>>> DescribeApisAsync(
        IEnumerable<BrokerId> brokers, CancellationToken cancellationToken = default) =>
        _clusterAdministration.DescribeApis(brokers, cancellationToken);

    public Task<AdminResults<TopicPartition, Done>> ElectLeadersAsync(
        ElectionType type,
        IEnumerable<TopicPartition>? partitions = null,
        CancellationToken cancellationToken = default) => partitions is null
        ? Retry("Electing leaders", cancelled => _partitions.ElectAll(type, cancelled), cancellationToken)
        : _partitions.Elect(type, partitions, cancellationToken);

    public Task<AdminResults<TopicPartition, Done>> ReassignPartitionsAsync(
        IReadOnlyDictionary<TopicPartition, IReadOnlyList<BrokerId>?> moves,
        CancellationToken cancellationToken = default) => _partitions.Reassign(moves, cancellationToken);

    public Task<IReadOnlyDictionary<TopicPartition, PartitionReassignment>> ListReassignmentsAsync(
        IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellationToken = default) => Retry(
            "Listing reassignments",
            cancelled => _partitions.ListReassignments(partitions, cancelled),
            cancellationToken);

    public Task<AdminResults<TopicPartition, ListedOffset>> ListOffsetsAsync(
        IReadOnlyDictionary<TopicPartition, OffsetSpec> offsets,
        IsolationLevel isolation = IsolationLevel.ReadUncommitted,
        CancellationToken cancellationToken = default) => _logs.ListOffsets(offsets, isolation, cancellationToken);

    public Task<AdminResults<TopicPartition, IReadOnlyList<ProducerDescription>>> DescribeProducersAsync(
        IEnumerable<TopicPartition> partitions,
        BrokerId? broker = null,
        CancellationToken cancellationToken = default) =>
        _logs.DescribeProducers(partitions, broker, cancellationToken);

    public Task<AdminResults<BrokerId, IReadOnlyList<GroupListing>>> ListGroupsAsync(
        IReadOnlyCollection<string>? states = null,
        IReadOnlyCollection<string>? types = null,
        CancellationToken cancellationToken = default) => Retry(
            "Listing groups", cancelled => _groups.List(states ?? [], types ?? [], cancelled), cancellationToken);

    public Task<AdminResults<string, GroupDescription>> DescribeGroupsAsync(
        IEnumerable<string> groups, CancellationToken cancellationToken = default) =>
        _groupDescriptions.Describe(groups, cancellationToken);

    public Task<AdminResults<string, Done>> DeleteGroupsAsync(
        IEnumerable<string> groups, CancellationToken cancellationToken = default) =>
        _groups.Delete(groups, cancellationToken);

    public Task<AdminResults<GroupMember, Done>> RemoveGroupMembersAsync(
        string group, IEnumerable<GroupMember> members, CancellationToken cancellationToken = default) =>
        _groups.Remove(group, members, cancellationToken);

    public Task<AdminResults<TopicPartition, TopicPartitionOffset>> ListGroupOffsetsAsync(
        string group,
        IEnumerable<TopicPartition>? partitions = null,
        bool requireStable = false,
        CancellationToken cancellationToken = default) =>
        _groupOffsets.List(group, partitions, requireStable, cancellationToken);

    public Task<AdminResults<TopicPartition, Done>> AlterGroupOffsetsAsync(
        string group, IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default) =>
        _groupOffsets.Alter(group, offsets, cancellationToken);

    public Task<AdminResults<TopicPartition, Done>> DeleteGroupOffsetsAsync(
        string group, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        _groupOffsets.Delete(group, partitions, cancellationToken);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Task<T> Retry<T>(
        string what, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        _cluster.Retry(what, attempt, _cluster.NewDeadline(), cancellationToken);
}
