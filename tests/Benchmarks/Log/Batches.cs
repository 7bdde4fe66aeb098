using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Benchmarks.Log;

/// <summary>The batches of every benchmark: about 64 KiB of 1 KiB records.</summary>
internal static class Batches
{
    public const int RecordsPerBatch = 63;
    private const int ValueBytes = 1_000;

    public static readonly Instant Time = new(1_700_000_000_000);

    public static byte[] Make(int recordCount = RecordsPerBatch)
    {
        var random = new Random(1);
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        var value = new byte[ValueBytes];
        for (var record = 0; record < recordCount; record++)
        {
            random.NextBytes(value);
            builder.Append(Time, default, (NullableBytes)value);
        }

        return builder.Build().ToArray();
    }
}
