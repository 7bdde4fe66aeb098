using System.Buffers;
using System.Text;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>UTF-8, as <c>StringSerializer</c>.</summary>
internal sealed class StringFormat : ISerializer<string?>, IDeserializer<string?>
{
    public bool TrySerialize(string? value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        if (value is not null)
        {
            Encoding.UTF8.GetBytes(value, destination);
        }

        return value is not null;
    }

    public string? Deserialize(NullableBytes bytes, in SerializationContext context) =>
        bytes.IsNull ? null : Encoding.UTF8.GetString(bytes.Span);
}
