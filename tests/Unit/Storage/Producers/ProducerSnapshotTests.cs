using Cloud.Core.Storage;
using Cloud.Core.Storage.Producers;

namespace Cloud.Unit.Storage.Producers;

public sealed class ProducerSnapshotTests
{
    private static readonly ProducerSnapshotEntry Idle = new()
    {
        ProducerId = new(1),
        Epoch = new(2),
        LastSequence = 3,
        LastOffset = new(40),
        OffsetDelta = 5,
        LastTimestamp = new(6),
        CoordinatorEpoch = -1,
        TransactionFirstOffset = new(-1),
    };

    private static readonly ProducerSnapshotEntry InTransaction = new()
    {
        ProducerId = new(0x0102030405060708),
        Epoch = new(0x7FFF),
        LastSequence = -1,
        LastOffset = new(-1),
        OffsetDelta = 0,
        LastTimestamp = new(-1),
        CoordinatorEpoch = 9,
        TransactionFirstOffset = new(0x10),
    };

    // Version 1 of Kafka's ProducerSnapshot schema, field by field: int16 version, uint32 crc, int32 count; then int64
    // producer id, int16 epoch, int32 last sequence, int64 last offset, int32 offset delta, int64 timestamp, int32
    // coordinator epoch, int64 first offset of the open transaction.
    private const string GoldenBody =
        "00000002" +
        "0000000000000001" + "0002" + "00000003" + "0000000000000028" + "00000005" + "0000000000000006" +
        "FFFFFFFF" + "FFFFFFFFFFFFFFFF" +
        "0102030405060708" + "7FFF" + "FFFFFFFF" + "FFFFFFFFFFFFFFFF" + "00000000" + "FFFFFFFFFFFFFFFF" +
        "00000009" + "0000000000000010";

    [Fact]
    public void Entries_encode_to_the_bytes_of_the_schema()
    {
        var file = Convert.ToHexString(ProducerSnapshot.Encode([Idle, InTransaction]));

        Assert.Equal("0001", file[..4]);
        Assert.Equal(BitwiseCrc32C(Convert.FromHexString(GoldenBody)).ToString("X8", null), file[4..12]);
        Assert.Equal(GoldenBody, file[12..]);
    }

    [Fact]
    public void Encoded_entries_decode_to_themselves()
    {
        Assert.Equal(
            DecodeStatus.Done,
            ProducerSnapshot.TryDecode(ProducerSnapshot.Encode([Idle, InTransaction]), out var entries));

        Assert.Equal([Idle, InTransaction], entries);
    }

    [Fact]
    public void Snapshot_without_producers_is_whole()
    {
        Assert.Equal(DecodeStatus.Done, ProducerSnapshot.TryDecode(ProducerSnapshot.Encode([]), out var entries));

        Assert.Empty(entries!);
    }

    [Fact]
    public void Every_mangled_byte_and_every_truncation_is_noticed()
    {
        var file = ProducerSnapshot.Encode([Idle, InTransaction]);

        foreach (var mangled in Mangle.EveryByte(file).Concat(Mangle.EveryTruncation(file)))
        {
            Assert.NotEqual(DecodeStatus.Done, ProducerSnapshot.TryDecode(mangled, out var entries));
            Assert.Null(entries);
        }
    }

    [Fact]
    public void Entry_that_makes_no_sense_is_refused_although_its_checksum_is_right()
    {
        ProducerSnapshotEntry[] senseless =
        [
            Idle with { ProducerId = new(-1) },
            Idle with { OffsetDelta = -1 },
            Idle with { OffsetDelta = 41 },
            Idle with { LastOffset = new(-2) },
            Idle with { TransactionFirstOffset = new(-2) },
            Idle with { LastSequence = -2 },
        ];

        foreach (var entry in senseless)
        {
            Assert.Equal(DecodeStatus.Malformed, ProducerSnapshot.TryDecode(ProducerSnapshot.Encode([entry]), out _));
        }
    }

    [Fact]
    public void Two_entries_for_one_producer_or_one_transaction_start_are_refused()
    {
        var other = InTransaction with { ProducerId = new(5) };

        Assert.Equal(DecodeStatus.Malformed, ProducerSnapshot.TryDecode(ProducerSnapshot.Encode([Idle, Idle]), out _));
        Assert.Equal(
            DecodeStatus.Malformed,
            ProducerSnapshot.TryDecode(ProducerSnapshot.Encode([InTransaction, other]), out _));
    }

    // The textbook form, so that the production code is not its own witness.
    private static uint BitwiseCrc32C(byte[] bytes)
    {
        var register = uint.MaxValue;
        foreach (var value in bytes)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ 0x82F63B78 : register >> 1;
            }
        }

        return ~register;
    }
}
