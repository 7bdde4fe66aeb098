using System.Buffers;
using System.Buffers.Text;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The text with dashes in UTF-8, as <c>UUIDSerializer</c>.</summary>
internal sealed class GuidFormat : ISerializer<Guid>, IDeserializer<Guid>
{
    private const int TextBytes = 36;

    public bool TrySerialize(Guid value, in SerializationContext context, IBufferWriter<byte> destination)
    {
        value.TryFormat(destination.GetSpan(TextBytes), out var written);
        destination.Advance(written);
        return true;
    }

    public Guid Deserialize(NullableBytes bytes, in SerializationContext context)
    {
        var text = FixedSize.Of(bytes, TextBytes);
        return Utf8Parser.TryParse(text, out Guid value, out var consumed) && consumed == TextBytes
            ? value
            : throw new InvalidDataException("It is no UUID.");
    }
}
