namespace Cloud.Benchmarks.Broker;

/// <summary>As much as goes: each partition has some appends under way all the time.</summary>
internal static class ClosedLoad
{
    private const int InFlightPerPartition = 5;

    public static Task Run(LeaderPartition[] partitions, byte[] batch, short acks, int appendsPerPartition)
    {
        var lanes = from partition in partitions
                    from lane in Enumerable.Range(0, InFlightPerPartition)
                    select Task.Run(() => RunLane(partition, batch, acks, appendsPerPartition / InFlightPerPartition));
        return Task.WhenAll(lanes);
    }

    private static async Task RunLane(LeaderPartition partition, byte[] batch, short acks, int count)
    {
        Memory<byte>[] own = [batch.ToArray()];
        for (var append = 0; append < count; append++)
        {
            await partition.Append(own, acks);
        }
    }
}
