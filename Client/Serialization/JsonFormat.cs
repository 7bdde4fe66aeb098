using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// JSON in UTF-8 by System.Text.Json. A null is a null record part, a tombstone, not the text <c>null</c>.
/// </summary>
internal sealed class JsonFormat<T>(JsonTypeInfo<T> type) : ISerializer<T?>, IDeserializer<T?>
{
    private Utf8JsonWriter? _spare;

    public bool TrySerialize(T? value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        if (value is null)
        {
            return false;
        }

        var writer = Interlocked.Exchange(ref _spare, null);
        if (writer is null)
        {
            writer = new Utf8JsonWriter(destination, new JsonWriterOptions { Encoder = type.Options.Encoder });
        }
        else
        {
            writer.Reset(destination);
        }

        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        _spare = writer;
        return true;
    }

    public T? Deserialize(NullableBytes bytes, in SerializationContext context) =>
        bytes.IsNull ? default : JsonSerializer.Deserialize(bytes.Span, type);
}
