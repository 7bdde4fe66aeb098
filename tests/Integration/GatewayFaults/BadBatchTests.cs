using System.Buffers.Binary;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Record batches that lie are answered with an error; the log and the connection stay as they were.</summary>
public sealed class BadBatchTests
{
    private const int LengthAt = 8;
    private const int MagicAt = 16;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int LastOffsetDeltaAt = 23;
    private const int RecordCountAt = 57;

    // What a producer does not try again.
    private static readonly KafkaError[] Refusals =
    [
        KafkaError.CorruptMessage, KafkaError.InvalidRecord, KafkaError.UnsupportedCompressionType,
        KafkaError.UnsupportedForMessageFormat, KafkaError.MessageTooLarge,
    ];

    [Fact]
    public async Task Batches_that_lie_are_refused_one_by_one_and_the_next_good_one_is_the_first_of_the_log()
    {
        await using var broker = await BrokerUnderTest.Start("lies");
        using var client = await broker.Connect();

        foreach (var (what, batch) in Lies())
        {
            var refused = await broker.Produce(client, batch);
            Assert.True(Refusals.Contains(refused.Error), $"{what}: {refused.Error}");
        }

        var accepted = await broker.Produce(client, Good());
        Assert.Equal((KafkaError.None, Offset.Zero), (accepted.Error, accepted.BaseOffset));
    }

    [Fact]
    public async Task Batch_with_a_wrong_checksum_is_called_corrupt()
    {
        await using var broker = await BrokerUnderTest.Start("lies");
        using var client = await broker.Connect();

        var refused = await broker.Produce(client, Changed(batch => batch[^1] ^= 1, isSigned: false));

        Assert.Equal(KafkaError.CorruptMessage, refused.Error);
    }

    [Fact]
    public async Task Bad_batch_without_acknowledgement_closes_the_connection()
    {
        await using var broker = await BrokerUnderTest.Start("lies");
        using var client = await broker.Connect();

        var bad = Changed(batch => batch[^1] ^= 1, isSigned: false);
        await client.Send(broker.RequestOf(bad, acks: 0), BrokerUnderTest.ProduceVersion);

        await client.ReadToEnd();
    }

    private static IEnumerable<(string What, byte[] Batch)> Lies()
    {
        yield return ("wrong checksum", Changed(batch => batch[^1] ^= 1, isSigned: false));
        yield return ("no bytes", []);
        yield return ("half a batch", Good()[..40]);
        yield return ("a byte short", Good()[..^1]);
        yield return ("a byte too many", [.. Good(), 0]);
        yield return ("two batches", [.. Good(), .. Good()]);
        foreach (var magic in new byte[] { 0, 1, 3, 255 })
        {
            yield return ($"magic {magic}", Changed(batch => batch[MagicAt] = magic));
        }

        foreach (var length in new[] { 0, -1, int.MinValue, int.MaxValue, 20 })
        {
            yield return ($"length {length}", Changed(batch => Write(batch, LengthAt, length)));
        }

        foreach (var count in new[] { 0, -1, 4, 2, int.MaxValue })
        {
            yield return ($"{count} records", Changed(batch => Write(batch, RecordCountAt, count)));
        }

        foreach (var delta in new[] { 0, -1, 7, int.MaxValue })
        {
            yield return ($"last offset delta {delta}", Changed(batch => Write(batch, LastOffsetDeltaAt, delta)));
        }

        yield return ("a codec that is none", Changed(batch => batch[AttributesAt + 1] |= 7));
        yield return ("a control batch", Changed(batch => batch[AttributesAt + 1] |= 0x20));
    }

    private static byte[] Good()
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        for (var number = 0; number < 3; number++)
        {
            builder.Append(new(1_700_000_000_000), NullableBytes.Null, new("value"u8));
        }

        return builder.Build().ToArray();
    }

    private static byte[] Changed(Action<byte[]> change, bool isSigned = true)
    {
        var batch = Good();
        change(batch);
        if (isSigned)
        {
            BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(CrcAt), Crc32C.Compute(batch.AsSpan(AttributesAt)));
        }

        return batch;
    }

    private static void Write(byte[] batch, int position, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(position), value);
}
