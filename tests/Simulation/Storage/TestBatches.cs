using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Simulation.Storage;

/// <summary>Makes record batches as a producer would.</summary>
internal static class TestBatches
{
    public static byte[] Make(Random random, Instant timestamp, int recordsMax = 4, int valueBytesMax = 300)
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        var count = random.Next(recordsMax) + 1;
        for (var i = 0; i < count; i++)
        {
            var value = new byte[random.Next(valueBytesMax)];
            random.NextBytes(value);
            builder.Append(timestamp.Plus(TimeSpan.FromMilliseconds(i)), (NullableBytes)"key"u8, (NullableBytes)value);
        }

        return builder.Build().ToArray();
    }
}
