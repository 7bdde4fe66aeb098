using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cloud.Client;

/// <summary>The formats that need no saying, each made once.</summary>
internal static class Formats
{
    public static ByteArrayFormat ByteArray { get; } = new();

    public static MemoryFormat Memory { get; } = new();

    public static StringFormat String { get; } = new();

    public static Int32Format Int32 { get; } = new();

    public static Int64Format Int64 { get; } = new();

    public static DoubleFormat Double { get; } = new();

    public static GuidFormat Guid { get; } = new();

    public static NullFormat Null { get; } = new();

    // After the properties that it is made of, as statics begin in their order.
    private static FrozenDictionary<Type, object> ByType { get; } = new Dictionary<Type, object>
    {
        [typeof(byte[])] = ByteArray,
        [typeof(ReadOnlyMemory<byte>)] = Memory,
        [typeof(string)] = String,
        [typeof(int)] = Int32,
        [typeof(long)] = Int64,
        [typeof(double)] = Double,
        [typeof(Guid)] = Guid,
        [typeof(Null)] = Null,
        [typeof(int?)] = new NullableFormat<int>(Int32, Int32),
        [typeof(long?)] = new NullableFormat<long>(Int64, Int64),
        [typeof(double?)] = new NullableFormat<double>(Double, Double),
        [typeof(Guid?)] = new NullableFormat<Guid>(Guid, Guid),
        [typeof(ReadOnlyMemory<byte>?)] = new NullableFormat<ReadOnlyMemory<byte>>(Memory, Memory),
    }.ToFrozenDictionary();

    public static JsonFormat<T> Json<T>(JsonSerializerOptions? options) =>
        new((JsonTypeInfo<T>)(options ?? JsonSerializerOptions.Web).GetTypeInfo(typeof(T)));

    public static object? Find(Type type) => ByType.GetValueOrDefault(type);
}
