using System.Buffers;
using System.Buffers.Binary;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>8 bytes, big-endian, as <c>LongSerializer</c>.</summary>
internal sealed class Int64Format : ISerializer<long>, IDeserializer<long>
{
    public bool TrySerialize(long value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination.GetSpan(sizeof(long)), value);
        destination.Advance(sizeof(long));
        return true;
    }

    public long Deserialize(NullableBytes bytes, in SerializationContext context) =>
        BinaryPrimitives.ReadInt64BigEndian(FixedSize.Of(bytes, sizeof(long)));
}
