using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// What a cluster can be asked and told. Calls about many items answer for each of them (<see
/// cref="AdminResults{TKey,TValue}"/>): one that fails does not hide the others. Errors that may go away are retried
/// within
/// <see cref="ClientOptions.DefaultApiTimeout"/>; a call throws only where nothing at all could be asked, or its
/// token is cancelled. Thread-safe.
/// </summary>
public interface IAdminClient : IAsyncDisposable
{
    /// <summary>Creates topics.</summary>
    /// <param name="topics">Each name once.</param>
    /// <param name="validateOnly">Says what would happen, and changes nothing.</param>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    Task<AdminResults<string, CreatedTopic>> CreateTopicsAsync(
        IEnumerable<NewTopic> topics, bool validateOnly = false, CancellationToken cancellationToken = default);

    /// <summary>Deletes topics with all of their records. They may be seen for a moment longer.</summary>
    Task<AdminResults<string, Done>> DeleteTopicsAsync(
        IEnumerable<string> topics, CancellationToken cancellationToken = default);

    /// <summary>The same by id, which a topic made anew under the name does not have (KIP-516).</summary>
    Task<AdminResults<TopicId, Done>> DeleteTopicsAsync(
        IEnumerable<TopicId> topics, CancellationToken cancellationToken = default);

    /// <summary>All topics, by name.</summary>
    Task<IReadOnlyList<TopicListing>> ListTopicsAsync(
        bool includeInternal = false, CancellationToken cancellationToken = default);

    /// <summary>Topics with their partitions, leaders and replicas.</summary>
    Task<AdminResults<string, TopicDescription>> DescribeTopicsAsync(
        IEnumerable<string> topics, CancellationToken cancellationToken = default);

    /// <summary>Gives topics more partitions.</summary>
    /// <param name="topics">Each topic once.</param>
    /// <param name="validateOnly">Says what would happen, and changes nothing.</param>
    /// <exception cref="ArgumentException">A topic is given twice.</exception>
    Task<AdminResults<string, Done>> CreatePartitionsAsync(
        IEnumerable<NewPartitions> topics, bool validateOnly = false, CancellationToken cancellationToken = default);

    /// <summary>Deletes records from the beginning of partitions.</summary>
    /// <param name="before">Exclusive; <see cref="Offset.None"/> (-1) for all up to the high watermark.</param>
    /// <param name="cancellationToken">Ends the wait, not what was begun.</param>
    /// <returns>Where each log starts now.</returns>
    Task<AdminResults<TopicPartition, Offset>> DeleteRecordsAsync(
        IReadOnlyDictionary<TopicPartition, Offset> before, CancellationToken cancellationToken = default);

    /// <summary>Settings with their sources. Those of one broker are asked of it.</summary>
    Task<AdminResults<ConfigResource, IReadOnlyList<ConfigEntry>>> DescribeConfigsAsync(
        IEnumerable<ConfigResource> resources,
        bool includeDocumentation = false,
        CancellationToken cancellationToken = default);

    /// <summary>Changes single settings and leaves all others as they are (IncrementalAlterConfigs).</summary>
    Task<AdminResults<ConfigResource, Done>> AlterConfigsAsync(
        IReadOnlyDictionary<ConfigResource, IReadOnlyList<ConfigChange>> changes,
        bool validateOnly = false,
        CancellationToken cancellationToken = default);

    /// <summary>What has settings of its own (KIP-1142).</summary>
    /// <param name="types">Empty for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClientException">The broker does not list such.</exception>
    Task<IReadOnlyList<ConfigResource>> ListConfigResourcesAsync(
        IEnumerable<ConfigResourceType> types, CancellationToken cancellationToken = default);

    /// <summary>Id, controller and brokers.</summary>
    /// <param name="includeFenced">
    /// Whether to tell of brokers that are registered but not in service (KIP-1073).
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ClusterDescription> DescribeClusterAsync(
        bool includeFenced = false, CancellationToken cancellationToken = default);

    /// <summary>Data folders of brokers, and what lies in them.</summary>
    Task<AdminResults<BrokerId, IReadOnlyList<LogDirDescription>>> DescribeLogDirsAsync(
        IEnumerable<BrokerId> brokers, CancellationToken cancellationToken = default);

    /// <summary>Features that the cluster has agreed on, and those that the broker that was asked can speak.</summary>
    Task<FeatureDescription> DescribeFeaturesAsync(CancellationToken cancellationToken = default);

    /// <summary>Which APIs brokers serve, and in which versions.</summary>
    Task<AdminResults<BrokerId, IReadOnlyList<ServedApi>>> DescribeApisAsync(
        IEnumerable<BrokerId> brokers, CancellationToken cancellationToken = default);

    /// <summary>
    /// Elects leaders. That none is needed is a failure of that partition (<c>ElectionNotNeeded</c>).
    /// </summary>
    /// <param name="type">Whom to elect.</param>
    /// <param name="partitions">Null for all; then those that need none are left out.</param>
    /// <param name="cancellationToken">Ends the wait, not what was begun.</param>
    Task<AdminResults<TopicPartition, Done>> ElectLeadersAsync(
        ElectionType type,
        IEnumerable<TopicPartition>? partitions = null,
        CancellationToken cancellationToken = default);

    /// <summary>Begins to move replicas; <see cref="ListReassignmentsAsync"/> shows how far it is.</summary>
    /// <param name="moves">The replicas wanted, the preferred leader first; null takes a move back.</param>
    /// <param name="cancellationToken">Ends the wait, not what was begun.</param>
    Task<AdminResults<TopicPartition, Done>> ReassignPartitionsAsync(
        IReadOnlyDictionary<TopicPartition, IReadOnlyList<BrokerId>?> moves,
        CancellationToken cancellationToken = default);

    /// <summary>Moves that are under way.</summary>
    /// <param name="partitions">Null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyDictionary<TopicPartition, PartitionReassignment>> ListReassignmentsAsync(
        IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellationToken = default);

    /// <summary>Offsets by time, or the special ones of <see cref="OffsetSpec"/>.</summary>
    Task<AdminResults<TopicPartition, ListedOffset>> ListOffsetsAsync(
        IReadOnlyDictionary<TopicPartition, OffsetSpec> offsets,
        IsolationLevel isolation = IsolationLevel.ReadUncommitted,
        CancellationToken cancellationToken = default);

    /// <summary>Producers that partitions know.</summary>
    /// <param name="partitions">Of which.</param>
    /// <param name="broker">Whom to ask; null for each partition's leader.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<AdminResults<TopicPartition, IReadOnlyList<ProducerDescription>>> DescribeProducersAsync(
        IEnumerable<TopicPartition> partitions,
        BrokerId? broker = null,
        CancellationToken cancellationToken = default);

    /// <summary>Groups, by the broker that coordinates them.</summary>
    /// <param name="states">Such as <c>Stable</c>; null or empty for all.</param>
    /// <param name="types"><c>classic</c>, <c>consumer</c>; null or empty for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<AdminResults<BrokerId, IReadOnlyList<GroupListing>>> ListGroupsAsync(
        IReadOnlyCollection<string>? states = null,
        IReadOnlyCollection<string>? types = null,
        CancellationToken cancellationToken = default);

    /// <summary>Groups with their members, in whichever protocol they speak.</summary>
    Task<AdminResults<string, GroupDescription>> DescribeGroupsAsync(
        IEnumerable<string> groups, CancellationToken cancellationToken = default);

    /// <summary>Deletes groups without members, and their offsets.</summary>
    Task<AdminResults<string, Done>> DeleteGroupsAsync(
        IEnumerable<string> groups, CancellationToken cancellationToken = default);

    /// <summary>Takes members out of a classic group; those that are not static may come back at once.</summary>
    Task<AdminResults<GroupMember, Done>> RemoveGroupMembersAsync(
        string group, IEnumerable<GroupMember> members, CancellationToken cancellationToken = default);

    /// <summary>What a group has committed; partitions without an offset are left out.</summary>
    /// <param name="group">Its id; of one that is not there nothing is known.</param>
    /// <param name="partitions">Null for all.</param>
    /// <param name="requireStable">Whether to wait for transactions that are about to commit offsets (KIP-447).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClientException">The coordinator refuses.</exception>
    Task<AdminResults<TopicPartition, TopicPartitionOffset>> ListGroupOffsetsAsync(
        string group,
        IEnumerable<TopicPartition>? partitions = null,
        bool requireStable = false,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets what a group has committed, while it has no members; a group that is not there comes to be.
    /// </summary>
    /// <exception cref="ArgumentException">A partition is given twice.</exception>
    Task<AdminResults<TopicPartition, Done>> AlterGroupOffsetsAsync(
        string group, IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default);

    /// <summary>Deletes what a group has committed for topics that no member is subscribed to.</summary>
    Task<AdminResults<TopicPartition, Done>> DeleteGroupOffsetsAsync(
        string group, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default);
}
