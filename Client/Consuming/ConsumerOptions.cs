using System.Collections.Frozen;

namespace Cloud.Client;

/// <summary>
/// How a consumer behaves. Names, meanings and defaults are those of Kafka 4's consumer configuration, which each
/// names;
/// only the group protocol's default differs.
/// </summary>
public sealed record ConsumerOptions : ClientOptions
{
    /// <summary>
    /// <c>group.id</c>: the group whose members share the partitions and whose progress is kept. Null for a consumer
    /// that
    /// assigns itself partitions and commits nothing.
    /// </summary>
    public string? GroupId { get; init; }

    /// <summary>
    /// <c>group.instance.id</c>: makes it a static member, which keeps its partitions while it restarts. Each member of
    /// the group needs another. Null: a dynamic member.
    /// </summary>
    public string? GroupInstanceId { get; init; }

    /// <summary>
    /// <c>group.protocol</c>. Default <see cref="GroupProtocol.Consumer"/> (Kafka's is still classic): brokers before
    /// Kafka 4.0 need <see cref="GroupProtocol.Classic"/>.
    /// </summary>
    public GroupProtocol GroupProtocol { get; init; } = GroupProtocol.Consumer;

    /// <summary>
    /// <c>group.remote.assignor</c>: the broker's assignor, <c>uniform</c> or <c>range</c>. Null leaves it to the
    /// broker.
    /// Only of <see cref="GroupProtocol.Consumer"/>.
    /// </summary>
    public string? GroupRemoteAssignor { get; init; }

    /// <summary>
    /// <c>partition.assignment.strategy</c>: the assignors this member knows, the best first; the group takes one that
    /// all know. Default: range, cooperative-sticky. Partitions are given up one by one only if all of them are
    /// cooperative. Only of <see cref="GroupProtocol.Classic"/>.
    /// </summary>
    public IReadOnlyList<PartitionAssignmentStrategy> PartitionAssignmentStrategies { get; init; } =
        [PartitionAssignmentStrategy.Range, PartitionAssignmentStrategy.CooperativeSticky];

    /// <summary><c>auto.offset.reset</c>. Default <see cref="AutoOffsetReset.Latest"/>.</summary>
    public AutoOffsetReset AutoOffsetReset { get; init; } = AutoOffsetReset.Latest;

    /// <summary>
    /// <c>enable.auto.commit</c>: commits from time to time, when partitions are given up and at the end. Never a
    /// record
    /// before the one after it has been asked for, so what fails while it is processed comes again. Default true;
    /// without
    /// a group nothing is committed.
    /// </summary>
    public bool EnableAutoCommit { get; init; } = true;

    /// <summary><c>auto.commit.interval.ms</c>. Default 5 s; 1 ms to 49 days.</summary>
    public TimeSpan AutoCommitInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>fetch.min.bytes</c>: a broker answers when it has so much. Default 1; zero or more.</summary>
    public int FetchMinBytes { get; init; } = 1;

    /// <summary>
    /// <c>fetch.max.wait.ms</c>: or when so much time is over. Default 500 ms; less than the request's.
    /// </summary>
    public TimeSpan FetchMaxWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// <c>fetch.max.bytes</c>: of one answer; a first batch that is larger comes all the same. Default 50 MiB.
    /// </summary>
    public int FetchMaxBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary><c>max.partition.fetch.bytes</c>: of one partition in one answer, likewise. Default 1 MiB.</summary>
    public int MaxPartitionFetchBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Bytes that are fetched before they are asked for. While so much waits nothing more is fetched, unless all of it
    /// belongs to paused partitions. Default 64 MiB, that of librdkafka's <c>queued.max.messages.kbytes</c>; no option
    /// of
    /// the Java client.
    /// </summary>
    public int PrefetchBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary><c>max.poll.records</c>: of one batch. Default 500; 1 or more.</summary>
    public int MaxPollRecords { get; init; } = 500;

    /// <summary>
    /// <c>max.poll.interval.ms</c>: how long processing may take between two requests for records. A member that takes
    /// longer leaves its group, and joins again with the next request. Also the time that members have to give up
    /// partitions. Default 5 minutes; 1 ms to 49 days.
    /// </summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// <c>session.timeout.ms</c>: a member that the broker does not hear of for so long is taken for dead. Default 45
    /// s.
    /// Only of <see cref="GroupProtocol.Classic"/>; else the broker's <c>group.consumer.session.timeout.ms</c> counts.
    /// </summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// <c>heartbeat.interval.ms</c>: how often it is heard of. Default 3 s; less than the session's time-out. Only of
    /// <see cref="GroupProtocol.Classic"/>; else the broker says how often.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long each call of an <see cref="IRebalanceListener"/> is waited for. When it is over the rebalance goes on
    /// and a warning is logged. Default 1 minute; more than zero; no option of Kafka, whose callbacks have no limit.
    /// </summary>
    public TimeSpan RebalanceListenerTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>isolation.level</c>. Default <see cref="IsolationLevel.ReadUncommitted"/>.</summary>
    public IsolationLevel IsolationLevel { get; init; } = IsolationLevel.ReadUncommitted;

    /// <summary><c>check.crcs</c>: whether each batch is held against its checksum. Default true.</summary>
    public bool CheckCrcs { get; init; } = true;

    /// <summary>
    /// <c>client.rack</c>: where this client is, to read from a near replica (KIP-392). Default: nowhere.
    /// </summary>
    public string ClientRack { get; init; } = "";

    /// <summary>
    /// <c>exclude.internal.topics</c>: whether a pattern of a classic group leaves the cluster's own topics out.
    /// Default
    /// true. With KIP-848 the broker evaluates patterns.
    /// </summary>
    public bool ExcludeInternalTopics { get; init; } = true;

    /// <summary>
    /// <c>allow.auto.create.topics</c>: whether asking for a topic may create it, where the broker does so. Default
    /// true.
    /// </summary>
    public bool AllowAutoCreateTopics { get; init; } = true;

    /// <summary>
    /// Topics of which no record may be passed over: where a position is not known, or does not exist any more, they
    /// are read from their beginning, whatever <see cref="AutoOffsetReset"/> says.
    /// </summary>
    internal FrozenSet<string> TopicsReadInFull { get; init; } = [];

    internal bool IsAutoCommitting => EnableAutoCommit && GroupId is not null;

    public override void Validate()
    {
        base.Validate();
        OptionRules.Holds(GroupId is not "", nameof(GroupId), "empty", "null or a name");
        OptionRules.Holds(GroupInstanceId is not "", nameof(GroupInstanceId), "empty", "null or a name");
        OptionRules.Holds(
            GroupInstanceId is null || GroupId is not null,
            nameof(GroupInstanceId),
            GroupInstanceId,
            "null without GroupId");
        OptionRules.Holds(
            AutoOffsetReset.Age >= TimeSpan.Zero, nameof(AutoOffsetReset), AutoOffsetReset, "zero or more");
        OptionRules.Interval(AutoCommitInterval, nameof(AutoCommitInterval));
        OptionRules.InRange(MaxPollRecords, 1, int.MaxValue, nameof(MaxPollRecords));
        OptionRules.Positive(RebalanceListenerTimeout, nameof(RebalanceListenerTimeout));
        ValidateFetching();
        ValidateMembership();
    }

    internal AutoOffsetReset ResetOf(string topic) =>
        TopicsReadInFull.Contains(topic) ? AutoOffsetReset.Earliest : AutoOffsetReset;

    private void ValidateFetching()
    {
        OptionRules.InRange(FetchMinBytes, 0, int.MaxValue, nameof(FetchMinBytes));
        OptionRules.NotNegative(FetchMaxWait, nameof(FetchMaxWait));
        OptionRules.Holds(
            FetchMaxWait < RequestTimeout, nameof(FetchMaxWait), FetchMaxWait, "less than RequestTimeout");
        OptionRules.InRange(FetchMaxBytes, 1, int.MaxValue, nameof(FetchMaxBytes));
        OptionRules.InRange(MaxPartitionFetchBytes, 1, int.MaxValue, nameof(MaxPartitionFetchBytes));
        OptionRules.InRange(PrefetchBytesMax, 1, int.MaxValue, nameof(PrefetchBytesMax));
    }

    private void ValidateMembership()
    {
        OptionRules.Interval(MaxPollInterval, nameof(MaxPollInterval));
        OptionRules.Positive(SessionTimeout, nameof(SessionTimeout));
        OptionRules.Positive(HeartbeatInterval, nameof(HeartbeatInterval));
        OptionRules.Holds(
            HeartbeatInterval < SessionTimeout,
            nameof(HeartbeatInterval),
            HeartbeatInterval,
            "less than SessionTimeout");
        OptionRules.NotEmpty(PartitionAssignmentStrategies, nameof(PartitionAssignmentStrategies));
        OptionRules.Holds(
            PartitionAssignmentStrategies.Distinct().Count() == PartitionAssignmentStrategies.Count,
            nameof(PartitionAssignmentStrategies),
            string.Join(", ", PartitionAssignmentStrategies),
            "without repetition");
    }
}
