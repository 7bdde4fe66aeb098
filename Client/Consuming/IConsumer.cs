using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Reads records of topics: as a member of a group, which shares partitions among its members and keeps their progress,
/// or
/// of partitions that it assigns itself. Members are thread-safe, but one enumeration is under way at a time.
/// </summary>
public interface IConsumer<TKey, TValue> : IAsyncDisposable
{
    /// <summary>Topics that it subscribes to; empty without a subscription or with a pattern.</summary>
    IReadOnlyCollection<string> Subscription { get; }

    /// <summary>Partitions that it has now.</summary>
    IReadOnlyCollection<TopicPartition> Assignment { get; }

    /// <summary>Those of its partitions that are paused.</summary>
    IReadOnlyCollection<TopicPartition> Paused { get; }

    /// <summary>Null without a group.</summary>
    ConsumerGroupMetadata? GroupMetadata { get; }

    /// <summary>
    /// Becomes a member of its group, for these topics instead of those before. Joins in the background.
    /// </summary>
    /// <exception cref="ClientException">It has no group, or was given partitions by <c>Assign</c>.</exception>
    void Subscribe(IEnumerable<string> topics, IRebalanceListener? listener = null);

    /// <summary>
    /// The same for all topics whose whole name matches, also those that are created later. With KIP-848 the broker
    /// evaluates the pattern (RE2 syntax), else this client (.NET syntax).
    /// </summary>
    void SubscribePattern(string pattern, IRebalanceListener? listener = null);

    /// <summary>
    /// Takes these partitions, and no others, without a group's doing. Those it has keep their positions.
    /// </summary>
    void Assign(IEnumerable<TopicPartition> partitions);

    /// <summary>The same, each from the offset given.</summary>
    void Assign(IEnumerable<TopicPartitionOffset> positions);

    /// <summary>
    /// Has no partitions any more. As a member it commits, as far as that is automatic, and leaves its group.
    /// </summary>
    Task UnsubscribeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Records as they come, without end. Those that a loop did not reach come with the next one. To ask for the next
    /// record says that the one before is processed.
    /// </summary>
    /// <exception cref="NoOffsetForPartitionException">Nothing is committed and there is no reset policy.</exception>
    /// <exception cref="OffsetOutOfRangeException">The position does not exist any more, and there is no reset
    /// policy.</exception>
    /// <exception cref="RecordSerializationException">A record could not be read; seek past it to go on.</exception>
    /// <exception cref="MalformedResponseException">A batch is damaged; the message says where.</exception>
    IAsyncEnumerable<ConsumerRecord<TKey, TValue>> ConsumeAsync(CancellationToken cancellationToken = default);

    /// <summary>The same in batches of one partition each, as many records as are there.</summary>
    IAsyncEnumerable<ConsumerBatch<TKey, TValue>> ConsumeBatchesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands out nothing of these partitions until <see cref="Resume"/>. Nothing is lost, and a partition that goes
    /// away
    /// in a rebalance and comes back is still paused.
    /// </summary>
    void Pause(IEnumerable<TopicPartition> partitions);

    void Resume(IEnumerable<TopicPartition> partitions);

    /// <summary>Goes on at that offset. Whether it exists is found out when it is read.</summary>
    /// <exception cref="InvalidOperationException">The partition is not assigned.</exception>
    void Seek(TopicPartitionOffset position);

    /// <summary>Goes on with the first record; of all partitions when none are named.</summary>
    void SeekToBeginning(params IEnumerable<TopicPartition> partitions);

    /// <summary>Goes on with what is written next; of all partitions when none are named.</summary>
    void SeekToEnd(params IEnumerable<TopicPartition> partitions);

    /// <summary>The offset of the next record to be handed out; null while that is not known.</summary>
    /// <exception cref="InvalidOperationException">The partition is not assigned.</exception>
    Offset? PositionOf(TopicPartition partition);

    /// <summary>
    /// How many offsets there are from the position to the end that can be read, as of the last fetch; null before it.
    /// </summary>
    long? CurrentLagOf(TopicPartition partition);

    /// <summary>The first records at or after the times; null where there is none.</summary>
    Task<IReadOnlyDictionary<TopicPartition, OffsetAndTimestamp?>> OffsetsForTimesAsync(
        IReadOnlyDictionary<TopicPartition, DateTimeOffset> times, CancellationToken cancellationToken = default);

    /// <summary>The first offsets that can be read.</summary>
    Task<IReadOnlyDictionary<TopicPartition, Offset>> BeginningOffsetsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default);

    /// <summary>
    /// The ends that can be read, exclusive: the last stable offset for readers of committed records.
    /// </summary>
    Task<IReadOnlyDictionary<TopicPartition, Offset>> EndOffsetsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default);

    /// <summary>What the group has committed; null where it is nothing.</summary>
    Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset?>> CommittedAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default);

    /// <summary>
    /// Commits the positions: everything that was handed out, also the record of the loop's present turn.
    /// </summary>
    /// <exception cref="CommitFailedException">The partitions went to somebody else meanwhile.</exception>
    Task CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>Commits these offsets, each that of the next record.</summary>
    /// <exception cref="CommitFailedException">The partitions went to somebody else meanwhile.</exception>
    Task CommitAsync(IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default);

    /// <summary>Commits that this record, and all before it in its partition, are processed.</summary>
    /// <exception cref="CommitFailedException">The partitions went to somebody else meanwhile.</exception>
    Task CommitAsync(ConsumerRecord<TKey, TValue> record, CancellationToken cancellationToken = default);
}
