using System.Buffers;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The bytes as they are, as <c>ByteArraySerializer</c>.</summary>
internal sealed class ByteArrayFormat : ISerializer<byte[]?>, IDeserializer<byte[]?>
{
    public bool TrySerialize(byte[]? value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        destination.Write(value);
        return value is not null;
    }

    public byte[]? Deserialize(NullableBytes bytes, in SerializationContext context) => bytes.ToArray();
}
