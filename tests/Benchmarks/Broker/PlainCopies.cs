using Cloud.Benchmarks.Log;
using Cloud.Core.Storage;

namespace Cloud.Benchmarks.Broker;

/// <summary>What brokers are held against: the same bytes in three plain logs of each partition.</summary>
internal sealed class PlainCopies : IDisposable
{
    private readonly List<BenchmarkLog> _copies;
    private readonly int _partitionCount;
    private readonly PartitionLog[][] _logs;

    private PlainCopies(List<BenchmarkLog> copies, int partitionCount)
    {
        (_copies, _partitionCount) = (copies, partitionCount);
        _logs = [.. copies.Select(copy => Enumerable.Range(0, partitionCount).Select(copy.Partition).ToArray())];
    }

    public static async Task<PlainCopies> Open(string path, int partitionCount)
    {
        var settings = new LogSettings { IsWriteCaching = true };
        var copies = new List<BenchmarkLog>();
        for (var copy = 0; copy < MeasuredBrokers.BrokerCount; copy++)
        {
            copies.Add(await BenchmarkLog.Open(Path.Combine(path, $"copy-{copy}"), settings));
        }

        return new(copies, partitionCount);
    }

    /// <summary>A thread for each copy, which goes round its partitions.</summary>
    public Task AppendMany(byte[] batch, int count) => Task.WhenAll(_logs.Select(logs => Task.Run(() =>
    {
        var own = batch.ToArray();
        for (var append = 0; append < count; append++)
        {
            BenchmarkLog.Append(logs[append % _partitionCount], own);
        }
    })));

    /// <summary>One append to each copy of a partition.</summary>
    public Task Append(int partition, byte[] batch) => Task.Run(() =>
    {
        foreach (var logs in _logs)
        {
            // A log has one writer at a time.
            lock (logs[partition])
            {
                BenchmarkLog.Append(logs[partition], batch);
            }
        }
    });

    public void Dispose()
    {
        foreach (var copy in _copies)
        {
            for (var partition = 0; partition < _partitionCount; partition++)
            {
                copy.Remove(partition);
            }

            copy.Dispose();
        }
    }
}
