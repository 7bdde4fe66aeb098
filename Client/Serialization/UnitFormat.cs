using System.Buffers;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Null, as <c>VoidSerializer</c> writes it. Reads anything and forgets it.</summary>
internal sealed class UnitFormat : ISerializer<Unit>, IDeserializer<Unit>
{
    public bool TrySerialize(Unit value, in SerializationContext context, IBufferWriter<byte> destination) => false;

    public Unit Deserialize(NullableBytes bytes, in SerializationContext context) => default;
}
