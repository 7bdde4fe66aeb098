using System.Runtime.CompilerServices;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Partitions.Queries;
using Cloud.Core.Storage.Producers;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using OffsetAnswer = Cloud.Grains.Interfaces.Partitions.OffsetAnswer;

namespace Cloud.Grains.Partitions;

/// <summary>The broker's replicas for those who know the contracts only. Stateless; any thread.</summary>
internal sealed class LocalPartitions(BrokerRuntime broker) : ILocalPartitions
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppendAnswer> Append(
        TopicIdPartition partition,
        Memory<byte>[] batches,
        short acks,
        TimeSpan timeout,
        LeaderEpoch currentLeaderEpoch)
    {
        if (acks is not (-1 or 0 or 1))
        {
            return new(KafkaError.InvalidRequiredAcks, $"acks is -1, 0 or 1, not {acks}.", -1, -1, -1, -1);
        }

        var request = new AppendRequest(batches, (Acks)acks, timeout) { CurrentLeaderEpoch = currentLeaderEpoch };
        var reply = await broker.Replicas.Append(partition, request);
        return new(
            ReplicaErrors.ErrorOf(reply),
            ReplicaErrors.MessageOf(reply),
            reply.BaseOffset.Value,
            reply.EndOffset == Offset.None ? -1 : reply.EndOffset.Value - 1,
            reply.LogAppendTime.Milliseconds,
            reply.LogStartOffset.Value);
    }

    public async Task<FetchAnswer> Fetch(TopicIdPartition partition, FetchCommand command)
    {
        var fetch = new LocalFetch(
            partition,
            new Offset(command.FetchOffset),
            command.BytesMax,
            new LeaderEpoch(command.CurrentLeaderEpoch),
            new LeaderEpoch(command.LastFetchedEpoch));
        var results = await Fetch([fetch], new(
            command.BytesMin, command.BytesMax, command.WaitMax, command.IsReadCommitted, command.IsFollowerAllowed));
        var result = results[0];
        using var records = result.Records;
        return new(
            result.Error,
            BytesOf(records),
            result.HighWatermark.Value,
            result.LastStableOffset.Value,
            result.LogStartOffset.Value,
            result.DivergingEpoch,
            [.. result.AbortedTransactions]);
    }

    public async ValueTask<LocalFetchResult[]> Fetch(IReadOnlyList<LocalFetch> fetches, LocalFetchLimits limits)
    {
        var partitions = new PartitionFetch[fetches.Count];
        for (var index = 0; index < partitions.Length; index++)
        {
            var fetch = fetches[index];
            partitions[index] = new(fetch.Partition, fetch.FetchOffset, fetch.BytesMax)
            {
                CurrentLeaderEpoch = fetch.CurrentLeaderEpoch,
                LastFetchedEpoch = fetch.LastFetchedEpoch,
            };
        }

        var results = await broker.Replicas.Fetches.Fetch(new FetchRequest(partitions)
        {
            WaitMax = limits.WaitMax,
            BytesMin = limits.BytesMin,
            BytesMax = limits.BytesMax,
            Isolation = limits.IsReadCommitted ? FetchIsolation.ReadCommitted : FetchIsolation.ReadUncommitted,
            IsFollowerAllowed = limits.IsFollowerAllowed,
        });
        return Array.ConvertAll(results, ToLocal);
    }

    public OffsetAnswer FindOffset(TopicIdPartition partition, OffsetCommand command)
    {
        var query = new OffsetQuery(partition, new Instant(command.Timestamp))
        {
            CurrentLeaderEpoch = new LeaderEpoch(command.CurrentLeaderEpoch),
            Isolation = command.IsReadCommitted ? FetchIsolation.ReadCommitted : FetchIsolation.ReadUncommitted,
        };
        var answer = PartitionQueries.FindOffset(ViewOf(partition), query);
        return new(
            ReplicaErrors.ErrorOf(answer.Failure),
            answer.Offset.Value,
            answer.Timestamp.Milliseconds,
            answer.LeaderEpoch.Value);
    }

    public EpochEndAnswer FindEpochEnd(TopicIdPartition partition, int leaderEpoch, int currentLeaderEpoch)
    {
        var (failure, end) = PartitionQueries.FindEpochEnd(
            ViewOf(partition), new LeaderEpoch(leaderEpoch), new LeaderEpoch(currentLeaderEpoch));
        return new(ReplicaErrors.ErrorOf(failure), new EpochEnd(end.Epoch.Value, end.EndOffset.Value));
    }

    public async Task<DeleteRecordsAnswer> DeleteRecords(
        TopicIdPartition partition, long beforeOffset, int currentLeaderEpoch)
    {
        var reply = await broker.Replicas.DeleteRecords(
            partition, new Offset(beforeOffset), new LeaderEpoch(currentLeaderEpoch));
        var error = ReplicaErrors.ErrorOf(reply);
        return new(error, error is KafkaError.None ? reply.LogStartOffset.Value : -1);
    }

    public async Task<LocalProducersAnswer> DescribeProducers(TopicIdPartition partition) =>
        await broker.Replicas.DescribeProducers(partition) is { } producers
            ? new(KafkaError.None, [.. producers.Select(ToLocal)])
            : new(KafkaError.NotLeaderOrFollower, []);

    public IReadOnlyList<LocalFolder> DescribeFolders()
    {
        var logs = broker.Replicas.Replicas
            .Select(replica => (replica.Name, replica.View))
            .Where(replica => replica.View.Log is not null)
            .ToLookup(replica => Path.GetDirectoryName(replica.View.Log!.Folder));
        return [.. broker.Replicas.FolderPaths.Select(path => Describe(path, logs[path].Select(ToLocal)))];
    }

    private static LocalLog ToLocal((TopicPartition Name, ReplicaView View) replica)
    {
        // The high watermark first: the end that is read after it is not behind what was true then.
        var highWatermark = replica.View.HighWatermark.Value;
        var log = replica.View.Log!;
        return new(replica.Name, log.ByteCount, Math.Max(highWatermark - log.LogEndOffset.Value, 0));
    }

    private static LocalFolder Describe(string path, IEnumerable<LocalLog> logs)
    {
        try
        {
            var disk = new DriveInfo(path);
            return new(path, disk.TotalSize, disk.AvailableFreeSpace, [.. logs]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(path, TotalBytes: -1, UsableBytes: -1, [.. logs]);
        }
    }

    private static LocalProducer ToLocal(ProducerSnapshotEntry producer) => new(
        producer.ProducerId,
        producer.Epoch,
        producer.LastSequence,
        producer.LastTimestamp,
        producer.CoordinatorEpoch,
        producer.TransactionFirstOffset);

    private static LocalFetchResult ToLocal(PartitionFetchResult result) => new(
        result.Partition,
        ReplicaErrors.ErrorOf(result.Failure),
        result.Region is { } region ? new FileRecords(region) : null,
        result.HighWatermark,
        result.LastStableOffset,
        result.LogStartOffset,
        result.DivergingEpoch is { } end ? new EpochEnd(end.Epoch.Value, end.EndOffset.Value) : null,
        result.AbortedTransactions.Count == 0
            ? []
            : [.. result.AbortedTransactions.Select(
                aborted => new AbortedTransactionRange(aborted.ProducerId.Value, aborted.FirstOffset.Value))]);

    private static ReadOnlyMemory<byte> BytesOf(LocalRecords? records)
    {
        if (records is null)
        {
            return default;
        }

        var bytes = new byte[records.ByteCount];
        return bytes.AsMemory(0, records.Read(bytes));
    }

    private ReplicaView ViewOf(TopicIdPartition partition) =>
        broker.Replicas.TryGet(partition, out var view, out _) ? view : ReplicaView.Nothing;
}
