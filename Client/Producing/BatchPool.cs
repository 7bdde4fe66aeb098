using System.Collections.Concurrent;
using Cloud.Protocol.Compression;

namespace Cloud.Client;

/// <summary>
/// Batches with their buffers, for use again and again. As many are kept as buffer memory allows to be in use.
/// Thread-safe.
/// </summary>
internal sealed class BatchPool(CompressionCodec compression, int batchBytes, long memoryBytes)
{
    private readonly ConcurrentQueue<ProducerBatch> _free = new();
    private readonly long _keptMax = memoryBytes / Math.Max(1, batchBytes);
    private int _kept;

    /// <param name="bytes">What it has to hold; larger ones than usual are not kept.</param>
    public ProducerBatch Rent(int bytes)
    {
        if (bytes > batchBytes || !_free.TryDequeue(out var batch))
        {
            return new ProducerBatch(compression, bytes);
        }

        Interlocked.Decrement(ref _kept);
        return batch;
    }

    /// <summary>Nobody uses it any more, a request that is under way least of all.</summary>
    public void Return(ProducerBatch batch)
    {
        if (batch.SizeBytes > batchBytes || Volatile.Read(ref _kept) >= _keptMax)
        {
            batch.Dispose();
            return;
        }

        batch.Clear();
        Interlocked.Increment(ref _kept);
        _free.Enqueue(batch);
    }
}
