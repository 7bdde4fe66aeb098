using System.Buffers;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The bytes as they are. Never null: a tombstone is read as no bytes; use <c>byte[]</c> to tell.</summary>
internal sealed class MemoryFormat : ISerializer<ReadOnlyMemory<byte>>, IDeserializer<ReadOnlyMemory<byte>>
{
    public bool TrySerialize(
        ReadOnlyMemory<byte> value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        destination.Write(value.Span);
        return true;
    }

    public ReadOnlyMemory<byte> Deserialize(NullableBytes bytes, in SerializationContext context) => bytes.ToArray();
}
