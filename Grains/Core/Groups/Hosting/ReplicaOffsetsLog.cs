using System.Buffers;
using System.Runtime.InteropServices;
using Cloud.Core.Groups.Coordinator;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Partitions.Producing;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Core.Groups.Hosting;

/// <summary>A coordinator's partition of <c>__consumer_offsets</c>, while this broker leads it.</summary>
/// <param name="appendTimeout"><c>offsets.commit.timeout.ms</c>.</param>
internal sealed class ReplicaOffsetsLog(
    TopicIdPartition partition, BrokerReplicas replicas, TimeSpan appendTimeout, TimeProvider clock) : IOffsetsLog
{
    // So much is in memory at a time, and so long nobody else of this coordinator has a turn.
    private const int ReadBytesMax = 1024 * 1024;

    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(10);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAll(LeaderEpoch epoch)
    {
        var (offset, end) = Bounds(epoch);
        while (offset < end)
        {
            var result = await Fetch(offset, epoch);
            if (result.Region is not { } region)
            {
                if (result.HighWatermark >= end)
                {
                    // Compaction has left nothing up to the end.
                    yield break;
                }

                await Task.Delay(ReadPause, clock);
                continue;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(region.ByteCount);
            try
            {
                var bytes = Read(region, buffer);
                offset = EndOffsetOf(bytes.Span);
                yield return bytes;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    public async Task<KafkaError> Append(ReadOnlyMemory<byte> batch, LeaderEpoch epoch)
    {
        // The coordinator gives the batch up for this, and nobody else reads it: offsets may be written into it.
        var request = new AppendRequest([MemoryMarshal.AsMemory(batch)], Acks.All, appendTimeout)
        {
            CurrentLeaderEpoch = epoch,
            Origin = RecordBatchOrigin.Coordinator,
        };
        return ReplicaErrors.ErrorOf(await replicas.Append(partition, request));
    }

    private (Offset Start, Offset End) Bounds(LeaderEpoch epoch) =>
        replicas.TryGet(partition, out var view, out _)
        && view is { Role: ReplicaRole.Leader, Log: { } log }
        && view.LeaderEpoch == epoch
            ? (log.LogStartOffset, log.LogEndOffset)
            : throw Unreadable(FetchFailure.NotLeader);

    private async Task<PartitionFetchResult> Fetch(Offset offset, LeaderEpoch epoch)
    {
        var fetch = new PartitionFetch(partition, offset, ReadBytesMax) { CurrentLeaderEpoch = epoch };
        var results = await replicas.Fetches.Fetch(new([fetch]) { WaitMax = ReadWait, BytesMax = ReadBytesMax });
        return results[0].Failure is FetchFailure.None ? results[0] : throw Unreadable(results[0].Failure);
    }

    private static ReadOnlyMemory<byte> Read(Storage.Files.FileRegion region, byte[] buffer)
    {
        using (region)
        {
            var byteCount = region.Read(buffer.AsSpan(0, region.ByteCount));
            return buffer.AsMemory(0, byteCount);
        }
    }

    private Offset EndOffsetOf(ReadOnlySpan<byte> bytes)
    {
        var end = Offset.None;
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            end = batches.Current.Header.LastOffset.Plus(1);
        }

        return end != Offset.None ? end : throw new OffsetsLogDamagedException(
            $"The log of {partition} holds no whole batch where one begins: {batches.Status}.");
    }

    private OffsetsLogUnreadableException Unreadable(FetchFailure failure) =>
        new($"The log of {partition} cannot be read: {failure}.");
}
