using System.Globalization;
using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>How the kinds of grain keys are written in a grain's identity: as Orleans writes them.</summary>
internal static class GrainKeys
{
    private const int GuidLength = 32;

    public static IdSpan From(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    public static IdSpan From(Guid key) => IdSpan.Create(key.ToString("N"));

    public static IdSpan From(long key, string extension) => IdSpan.Create($"{key:X}+{extension}");

    public static IdSpan From(Guid key, string extension) => IdSpan.Create($"{key:N}+{extension}");

    public static bool TryParseInteger(ReadOnlySpan<char> text, out long key, out string? extension)
    {
        var plus = text.IndexOf('+');
        extension = plus < 0 ? null : text[(plus + 1)..].ToString();
        var digits = plus < 0 ? text : text[..plus];
        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);
    }

    public static bool TryParseGuid(ReadOnlySpan<char> text, out Guid key, out string? extension)
    {
        var hasExtension = text.Length > GuidLength && text[GuidLength] == '+';
        extension = hasExtension ? text[(GuidLength + 1)..].ToString() : null;
        return Guid.TryParseExact(hasExtension ? text[..GuidLength] : text, "N", out key);
    }
}
