namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>
/// A type name of the descriptions: how it lies on the wire and what it is in C#. Several names may share a form on the
/// wire: an `offset` is an `int64` that C# knows by its meaning.
/// </summary>
public sealed class WireType
{
    private static readonly Dictionary<string, WireType> ByName = All().ToDictionary(type => type.Name);

    private WireType(string name, string form, string clrType, int bytesMin)
    {
        Name = name;
        Form = form;
        ClrType = clrType;
        BytesMin = bytesMin;
    }

    public string Name { get; }

    /// <summary>What the reader and writer call it: `Int64` for `ReadInt64` and `WriteInt64`.</summary>
    public string Form { get; }

    public string ClrType { get; }

    /// <summary>Size of the smallest value; of texts and bytes, which may be shorter in flexible versions, 0.</summary>
    public int BytesMin { get; }

    /// <summary>Whether the C# type wraps the number in a property of this name; null when it is the number.</summary>
    public string? Wrapped { get; private set; }

    public bool IsEnum { get; private set; }

    public bool IsText => Form == "String";

    public bool IsBytes => Form == "Bytes";

    public bool IsRecords => Form == "Records";

    public bool IsReference => IsText || IsRecords;

    public bool HasLength => IsText || IsBytes || IsRecords;

    public static WireType? Find(string name) => ByName.TryGetValue(name, out var type) ? type : null;

    private static IEnumerable<WireType> All()
    {
        yield return new("bool", "Boolean", "bool", 1);
        yield return new("int8", "Int8", "sbyte", 1);
        yield return new("int16", "Int16", "short", 2);
        yield return new("uint16", "UInt16", "ushort", 2);
        yield return new("int32", "Int32", "int", 4);
        yield return new("int64", "Int64", "long", 8);
        yield return new("float64", "Float64", "double", 8);
        yield return new("uuid", "Uuid", "global::System.Guid", 16);
        yield return new("string", "String", "string", 0);
        yield return new("bytes", "Bytes", "global::System.ReadOnlyMemory<byte>", 0);
        yield return new("records", "Records", "global::Cloud.Protocol.Wire.RecordsPart", 0);
        yield return new("duration", "Duration", "global::System.TimeSpan", 4);
        yield return new("error", "Int16", "global::Cloud.Protocol.Errors.KafkaError", 2) { IsEnum = true };
        yield return Wrapper("broker", "Int32", "BrokerId", 4);
        yield return Wrapper("leaderEpoch", "Int32", "LeaderEpoch", 4);
        yield return Wrapper("offset", "Int64", "Offset", 8);
        yield return Wrapper("brokerEpoch", "Int64", "BrokerEpoch", 8);
        yield return Wrapper("producerId", "Int64", "ProducerId", 8);
        yield return Wrapper("producerEpoch", "Int16", "ProducerEpoch", 2);
        yield return Wrapper("topicId", "Uuid", "TopicId", 16);
        yield return Wrapper("directoryId", "Uuid", "DirectoryId", 16);
        yield return new("timestamp", "Int64", "global::Cloud.Protocol.Instant", 8) { Wrapped = "Milliseconds" };
    }

    private static WireType Wrapper(string name, string form, string clrType, int bytesMin) =>
        new(name, form, "global::Cloud.Protocol." + clrType, bytesMin) { Wrapped = "Value" };
}
