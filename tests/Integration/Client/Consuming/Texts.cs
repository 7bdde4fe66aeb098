using System.Text;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Integration.Client.Consuming;

/// <summary>Keys and values as texts; one that begins with "bad" cannot be read.</summary>
internal sealed class Texts : IDeserializer<string?>
{
    public static readonly Texts Instance = new();

    public string? Deserialize(NullableBytes bytes, in SerializationContext context)
    {
        var text = bytes.IsNull ? null : Encoding.UTF8.GetString(bytes.Span);
        return text?.StartsWith("bad", StringComparison.Ordinal) is true
            ? throw new FormatException("That is bad.")
            : text;
    }
}
