namespace Cloud.Protocol.Records;

/// <summary>Byte positions of the fields of a record batch, format v2. All integers are big-endian.</summary>
public static class RecordBatchLayout
{
    public const int BaseOffset = 0;
    public const int BatchLength = 8;
    public const int PartitionLeaderEpoch = 12;
    public const int Magic = 16;
    public const int Crc = 17;
    public const int Attributes = 21;
    public const int LastOffsetDelta = 23;
    public const int BaseTimestamp = 27;
    public const int MaxTimestamp = 35;
    public const int ProducerId = 43;
    public const int ProducerEpoch = 51;
    public const int BaseSequence = 53;
    public const int RecordCount = 57;

    /// <summary>The records follow the header directly. Also the size of the smallest batch.</summary>
    public const int Records = 61;

    /// <summary>
    /// Base offset and batch length: what precedes the bytes that the batch length counts. Same in all formats.
    /// </summary>
    public const int PrefixBytes = 12;

    /// <summary>
    /// The least that tells size and format of a batch. The magic byte stands at one place in all formats.
    /// </summary>
    public const int PeekBytes = Magic + 1;

    /// <summary>Smallest batch length that leaves room for the header.</summary>
    public const int BatchLengthMin = Records - PrefixBytes;

    /// <summary>
    /// The CRC covers everything from here on: base offset and leader epoch can be set without computing it again.
    /// </summary>
    public const int CrcStart = Attributes;

    /// <summary>The only format that Cloud stores.</summary>
    public const sbyte CurrentMagic = 2;
}
