using System.Buffers;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The value, or null: for tombstones of types that cannot be null themselves.</summary>
internal sealed class NullableFormat<T>(ISerializer<T> serializer, IDeserializer<T> deserializer)
    : ISerializer<T?>, IDeserializer<T?>
    where T : struct
{
    public bool TrySerialize(T? value, in SerializationContext context, IBufferWriter<byte> destination) =>
        value is { } present && serializer.TrySerialize(present, context, destination);

    public T? Deserialize(NullableBytes bytes, in SerializationContext context) =>
        bytes.IsNull ? null : deserializer.Deserialize(bytes, context);
}
