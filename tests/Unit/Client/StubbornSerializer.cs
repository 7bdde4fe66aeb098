using System.Buffers;
using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Throws at one value.</summary>
internal sealed class StubbornSerializer : ISerializer<string>
{
    public bool TrySerialize(string value, in SerializationContext context, IBufferWriter<byte> destination) =>
        value == "bad"
            ? throw new FormatException("It is bad.")
            : Serializers.String.TrySerialize(value, context, destination);
}
