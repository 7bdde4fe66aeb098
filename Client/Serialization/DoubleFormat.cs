using System.Buffers;
using System.Buffers.Binary;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>8 bytes, big-endian, as <c>DoubleSerializer</c>.</summary>
internal sealed class DoubleFormat : ISerializer<double>, IDeserializer<double>
{
    public bool TrySerialize(double value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        BinaryPrimitives.WriteDoubleBigEndian(destination.GetSpan(sizeof(double)), value);
        destination.Advance(sizeof(double));
        return true;
    }

    public double Deserialize(NullableBytes bytes, in SerializationContext context) =>
        BinaryPrimitives.ReadDoubleBigEndian(FixedSize.Of(bytes, sizeof(double)));
}
