using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cloud.Client;

/// <summary>
/// What reads keys and values where nothing else is said: what <see cref="Serializers"/> has written.
/// </summary>
public static class Deserializers
{
    /// <summary>A copy of the bytes; null for a tombstone.</summary>
    public static IDeserializer<byte[]?> ByteArray => Formats.ByteArray;

    /// <summary>A copy of the bytes; empty for a tombstone.</summary>
    public static IDeserializer<ReadOnlyMemory<byte>> Memory => Formats.Memory;

    /// <summary>UTF-8; null for a tombstone.</summary>
    public static IDeserializer<string?> String => Formats.String;

    /// <summary>4 bytes, big-endian; anything else is an error.</summary>
    public static IDeserializer<int> Int32 => Formats.Int32;

    /// <summary>8 bytes, big-endian; anything else is an error.</summary>
    public static IDeserializer<long> Int64 => Formats.Int64;

    /// <summary>8 bytes, IEEE 754, big-endian; anything else is an error.</summary>
    public static IDeserializer<double> Double => Formats.Double;

    /// <summary>The text with dashes, as Kafka's <c>UUIDSerializer</c> writes it.</summary>
    public static IDeserializer<Guid> Guid => Formats.Guid;

    /// <summary>Leaves out whatever is there.</summary>
    public static IDeserializer<Null> Null => Formats.Null;

    /// <summary>JSON in UTF-8; null for a tombstone.</summary>
    /// <param name="options">Null for <see cref="JsonSerializerOptions.Web"/>: names in camel case.</param>
    public static IDeserializer<T?> Json<T>(JsonSerializerOptions? options = null) => Formats.Json<T>(options);

    /// <summary>The same without reflection, for trimmed programs.</summary>
    public static IDeserializer<T?> Json<T>(JsonTypeInfo<T> type) => new JsonFormat<T>(type);

    /// <summary>The one for the type; see <see cref="Serializers.Default{T}"/>.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static IDeserializer<T> Default<T>() => Formats.Find(typeof(T)) as IDeserializer<T>
        ?? throw new NotSupportedException(
            $"There is no default deserializer for {typeof(T)}. "
            + $"Give one, such as Deserializers.Json<{typeof(T).Name}>().");
}
