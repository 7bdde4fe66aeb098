using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cloud.Protocol;

namespace Cloud.Cli.Output;

/// <summary>What keys and values look like in JSON, and how lines of it are written.</summary>
internal static class JsonText
{
    /// <summary>One document a line.</summary>
    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The text that the bytes are, or, where they are none, an object with their <c>base64</c>; null for null.
    /// </summary>
    public static object? Of(NullableBytes bytes)
    {
        if (bytes.IsNull)
        {
            return null;
        }

        return Utf8.IsValid(bytes.Span)
            ? Encoding.UTF8.GetString(bytes.Span)
            : new { Base64 = Convert.ToBase64String(bytes.Span) };
    }
}
