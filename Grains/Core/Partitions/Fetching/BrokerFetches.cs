using Cloud.Core.Partitions.Broker;

namespace Cloud.Core.Partitions.Fetching;

/// <summary>
/// Serves fetches over many partitions: reads what there is, and waits for more where the reader asks for that. Any
/// thread; goes on where the caller awaits.
/// </summary>
public sealed class BrokerFetches(IReplicaViews replicas, ReplicaServices services)
{
    /// <summary>One result per partition, in the order asked for. The receiver disposes their regions.</summary>
    public async ValueTask<PartitionFetchResult[]> Fetch(FetchRequest request)
    {
        var results = new PartitionFetchResult[request.Partitions.Count];
        if (ReadAll(request, results) || request.WaitMax <= TimeSpan.Zero)
        {
            return results;
        }

        var pending = new PendingFetch(services.NextNumber(), services.Now.Plus(request.WaitMax));
        if (!services.Waitlist.TryAdd(pending))
        {
            return results;
        }

        var watched = Watch(request, pending);
        try
        {
            Dispose(results);
            while (!ReadAgain(request, results, pending))
            {
                await pending.Signalled;
                Dispose(results);
            }
        }
        finally
        {
            pending.Finish();
            foreach (var watchers in watched)
            {
                watchers.Remove(pending);
            }
        }

        return results;
    }

    private static void Dispose(PartitionFetchResult[] results)
    {
        foreach (ref var result in results.AsSpan())
        {
            result.Region?.Dispose();
            result = result with { Region = null };
        }
    }

    // Armed before the look: what comes after it wakes us up.
    private bool ReadAgain(FetchRequest request, PartitionFetchResult[] results, PendingFetch pending)
    {
        pending.Arm();
        var isLast = pending.IsExpired;
        return ReadAll(request, results) || isLast;
    }

    private List<FetchWatchers> Watch(FetchRequest request, PendingFetch pending)
    {
        var watched = new List<FetchWatchers>(request.Partitions.Count);
        foreach (var partition in request.Partitions)
        {
            if (replicas.TryGet(partition.Partition, out _, out var watchers))
            {
                watchers.Add(pending);
                watched.Add(watchers);
            }
        }

        return watched;
    }

    /// <returns>Whether there is enough to answer.</returns>
    private bool ReadAll(FetchRequest request, PartitionFetchResult[] results)
    {
        var (byteCount, isUrgent) = (0, false);
        for (var at = 0; at < results.Length; at++)
        {
            var partition = request.Partitions[at];
            var room = Math.Min(partition.BytesMax, request.BytesMax - byteCount);
            results[at] = room > 0 || byteCount == 0
                ? Read(partition with { BytesMax = Math.Max(room, 0) }, request, isAtLeastOneBatch: byteCount == 0)
                : ReadNothing(partition, request);
            byteCount += results[at].ByteCount;
            isUrgent |= results[at].IsUrgent;
        }

        return isUrgent || byteCount >= request.BytesMin;
    }

    private PartitionFetchResult Read(in PartitionFetch partition, FetchRequest request, bool isAtLeastOneBatch) =>
        replicas.TryGet(partition.Partition, out var view, out _)
            ? PartitionReader.Read(view, partition, request, isAtLeastOneBatch, services.Rules)
            : new(partition.Partition, FetchFailure.NotLeader);

    // The fetch is full; the partition's errors and watermarks are told all the same.
    private PartitionFetchResult ReadNothing(in PartitionFetch partition, FetchRequest request) =>
        Read(partition with { BytesMax = 0 }, request, isAtLeastOneBatch: false);
}
