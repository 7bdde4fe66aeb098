namespace Cloud.Protocol.Wire;

/// <summary>What no frame may exceed, whatever room it claims to have. Checked before anything is allocated.</summary>
public static class ProtocolLimits
{
    /// <summary>Elements of one array: Kafka's own bound.</summary>
    public const int ArrayElementsMax = 1_000_000;

    /// <summary>
    /// Elements of all arrays of one message together. Arrays nest, and an element of two bytes becomes an object of
    /// fifty: without this a frame of 100 MiB could take gigabytes. Metadata of 500,000 partitions with three replicas
    /// still fits.
    /// </summary>
    public const int MessageElementsMax = 4_000_000;

    /// <summary>Tagged fields of one structure. Kafka's messages have fewer than ten; more is room to grow.</summary>
    public const int TaggedFieldsMax = 10_000;

    /// <summary>Bytes of one text: its length was two bytes once, and Kafka keeps to that.</summary>
    public const int StringBytesMax = short.MaxValue;
}
