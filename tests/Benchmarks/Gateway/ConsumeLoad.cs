using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;

namespace Cloud.Benchmarks.Gateway;

/// <summary>A consumer that follows each partition of a broker to its end. Looks at the batches' heads only.</summary>
internal sealed class ConsumeLoad(WireConnection connection, string topic, int[] partitions)
{
    private const int PartitionBytesMax = 1024 * 1024;

    private readonly long[] _offsets = new long[partitions.Length];

    /// <summary>Reads until so many records have come from each partition.</summary>
    /// <returns>Records.</returns>
    public long Run(long recordsPerPartition)
    {
        while (_offsets.Any(offset => offset < recordsPerPartition))
        {
            var request = RecordRequests.Fetch(topic, partitions.Zip(_offsets), PartitionBytesMax);
            connection.Send(WireConnection.Encode(request, RecordRequests.FetchVersion));
            var answer = (FetchResponse)connection.Read(SupportedApis.Fetch, RecordRequests.FetchVersion);
            foreach (var partition in answer.Responses[0].Partitions)
            {
                Invariant.Holds(partition.Error is KafkaError.None);
                Follow(partition);
            }
        }

        return _offsets.Sum();
    }

    private void Follow(FetchResponse.PartitionData partition)
    {
        if (partition.Records is null || !partition.Records.TryGetMemory(out var memory))
        {
            return;
        }

        var rest = memory.FirstSpan;
        while (RecordBatchHeader.TryRead(rest, out var header) is ReadStatus.Done && header.SizeBytes <= rest.Length)
        {
            _offsets[Array.IndexOf(partitions, partition.PartitionIndex)] = header.NextOffset.Value;
            rest = rest[header.SizeBytes..];
        }
    }
}
