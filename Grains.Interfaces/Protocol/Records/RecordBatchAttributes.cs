using Cloud.Protocol.Compression;

namespace Cloud.Protocol.Records;

/// <summary>The flags of a record batch. Bits that Kafka has not given a meaning are kept as they came.</summary>
public readonly record struct RecordBatchAttributes(short Bits)
{
    private const short CompressionMask = 0b111;
    private const short LogAppendTimeBit = 1 << 3;
    private const short TransactionalBit = 1 << 4;
    private const short ControlBit = 1 << 5;
    private const short DeleteHorizonBit = 1 << 6;

    /// <summary>
    /// Check <see cref="IsCompressionKnown"/> first: three bits hold more values than there are codecs.
    /// </summary>
    public CompressionCodec Compression => (CompressionCodec)(Bits & CompressionMask);

    public bool IsCompressionKnown => Compression <= CompressionCodec.Zstd;

    public bool IsCompressed => Compression != CompressionCodec.None;

    public TimestampType TimestampType =>
        (Bits & LogAppendTimeBit) != 0 ? TimestampType.LogAppendTime : TimestampType.CreateTime;

    public bool IsTransactional => (Bits & TransactionalBit) != 0;

    /// <summary>The batch holds transaction markers or the like, which consumers do not see.</summary>
    public bool IsControl => (Bits & ControlBit) != 0;

    /// <summary>The base timestamp is the time at which compaction may drop the batch's tombstones (KIP-534).</summary>
    public bool HasDeleteHorizon => (Bits & DeleteHorizonBit) != 0;

    public RecordBatchAttributes With(CompressionCodec compression) =>
        new((short)((Bits & ~CompressionMask) | (byte)compression));

    public RecordBatchAttributes With(TimestampType timestampType) =>
        Set(LogAppendTimeBit, timestampType == TimestampType.LogAppendTime);

    public RecordBatchAttributes WithTransactional(bool isTransactional) => Set(TransactionalBit, isTransactional);

    public RecordBatchAttributes WithControl(bool isControl) => Set(ControlBit, isControl);

    public RecordBatchAttributes WithDeleteHorizon(bool hasDeleteHorizon) => Set(DeleteHorizonBit, hasDeleteHorizon);

    private RecordBatchAttributes Set(short bit, bool isSet) => new((short)(isSet ? Bits | bit : Bits & ~bit));
}
