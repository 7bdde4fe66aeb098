using System.Buffers;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Null, as <c>VoidSerializer</c> writes it. Reads anything and forgets it.</summary>
internal sealed class NullFormat : ISerializer<Null>, IDeserializer<Null>
{
    public bool TrySerialize(Null value, in SerializationContext context, IBufferWriter<byte> destination) => false;

    public Null Deserialize(NullableBytes bytes, in SerializationContext context) => default;
}
