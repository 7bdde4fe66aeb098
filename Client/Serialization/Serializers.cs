using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cloud.Client;

/// <summary>
/// What writes keys and values where nothing else is said. The bytes are those of Kafka's serializers of the same
/// types; <see cref="Deserializers"/> reads them.
/// </summary>
public static class Serializers
{
    /// <summary>The bytes as they are; null is a tombstone.</summary>
    public static ISerializer<byte[]?> ByteArray => Formats.ByteArray;

    /// <summary>The bytes as they are; never a tombstone.</summary>
    public static ISerializer<ReadOnlyMemory<byte>> Memory => Formats.Memory;

    /// <summary>UTF-8; null is a tombstone.</summary>
    public static ISerializer<string?> String => Formats.String;

    /// <summary>4 bytes, big-endian.</summary>
    public static ISerializer<int> Int32 => Formats.Int32;

    /// <summary>8 bytes, big-endian.</summary>
    public static ISerializer<long> Int64 => Formats.Int64;

    /// <summary>8 bytes, IEEE 754, big-endian.</summary>
    public static ISerializer<double> Double => Formats.Double;

    /// <summary>The text with dashes, as Kafka's <c>UUIDSerializer</c>.</summary>
    public static ISerializer<Guid> Guid => Formats.Guid;

    /// <summary>Always null: for records without a key.</summary>
    public static ISerializer<Null> Null => Formats.Null;

    /// <summary>JSON in UTF-8; null is a tombstone.</summary>
    /// <param name="options">Null for <see cref="JsonSerializerOptions.Web"/>: names in camel case.</param>
    public static ISerializer<T?> Json<T>(JsonSerializerOptions? options = null) => Formats.Json<T>(options);

    /// <summary>The same without reflection, for trimmed programs.</summary>
    public static ISerializer<T?> Json<T>(JsonTypeInfo<T> type) => new JsonFormat<T>(type);

    /// <summary>
    /// The one for the type: bytes, texts, numbers, <see cref="System.Guid"/>, <see cref="Client.Null"/>, and the
    /// nullable forms of those. For all other types say which, <see cref="Json{T}(JsonSerializerOptions)"/> for
    /// example.
    /// </summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ISerializer<T> Default<T>() => Formats.Find(typeof(T)) as ISerializer<T>
        ?? throw new NotSupportedException(
            $"There is no default serializer for {typeof(T)}. Give one, such as Serializers.Json<{typeof(T).Name}>().");
}
