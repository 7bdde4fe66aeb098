using System.Buffers;
using System.Buffers.Binary;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>4 bytes, big-endian, as <c>IntegerSerializer</c>.</summary>
internal sealed class Int32Format : ISerializer<int>, IDeserializer<int>
{
    public bool TrySerialize(int value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(sizeof(int)), value);
        destination.Advance(sizeof(int));
        return true;
    }

    public int Deserialize(NullableBytes bytes, in SerializationContext context) =>
        BinaryPrimitives.ReadInt32BigEndian(FixedSize.Of(bytes, sizeof(int)));
}
