using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Cloud.Core.Storage.Folders;

/// <summary>
/// The subset of Java's properties files that Kafka's tools write: one <c>key=value</c> a line, <c>#</c> and <c>!</c>
/// comments, backslash escapes. A key that occurs twice is refused: in an identity file it is a sign of damage.
/// </summary>
internal static class PropertiesText
{
    // meta.properties holds four short lines; anything longer is not such a file.
    private const int TextBytesMax = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Dictionary<string, string>? properties)
    {
        properties = null;
        if (text.Length > TextBytesMax || !System.Text.Unicode.Utf8.IsValid(text))
        {
            return false;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in StrictUtf8.GetString(text).AsSpan().EnumerateLines())
        {
            var content = line.Trim();
            if (content.IsEmpty || content[0] is '#' or '!')
            {
                continue;
            }

            if (!TryParseLine(content, out var key, out var value) || !found.TryAdd(key, value))
            {
                return false;
            }
        }

        properties = found;
        return true;
    }

    public static void AppendLine(StringBuilder text, string key, string value)
    {
        AppendEscaped(text, key);
        text.Append('=');
        AppendEscaped(text, value);
        text.Append('\n');
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, out string key, out string value)
    {
        value = string.Empty;
        var keyEnd = KeyEnd(line);
        if (!TryUnescape(line[..keyEnd], out key))
        {
            return false;
        }

        var rest = line[keyEnd..].TrimStart();
        if (!rest.IsEmpty && rest[0] is '=' or ':')
        {
            rest = rest[1..].TrimStart();
        }

        return key.Length > 0 && TryUnescape(rest, out value);
    }

    private static int KeyEnd(ReadOnlySpan<char> line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is '\\')
            {
                at++;
            }
            else if (line[at] is '=' or ':' || char.IsWhiteSpace(line[at]))
            {
                return at;
            }
        }

        return line.Length;
    }

    private static bool TryUnescape(ReadOnlySpan<char> escaped, out string text)
    {
        var result = new StringBuilder(escaped.Length);
        text = string.Empty;
        while (!escaped.IsEmpty)
        {
            if (escaped[0] is not '\\')
            {
                result.Append(escaped[0]);
                escaped = escaped[1..];
            }
            else if (!TryUnescapeOne(ref escaped, result))
            {
                return false;
            }
        }

        text = result.ToString();
        return true;
    }

    private static bool TryUnescapeOne(ref ReadOnlySpan<char> escaped, StringBuilder result)
    {
        const int UnicodeEscapeLength = 6;
        if (escaped.Length < 2)
        {
            return false;
        }

        if (escaped[1] is 'u')
        {
            if (escaped.Length < UnicodeEscapeLength ||
                !ushort.TryParse(escaped[2..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier, null, out var code))
            {
                return false;
            }

            result.Append((char)code);
            escaped = escaped[UnicodeEscapeLength..];
            return true;
        }

        result.Append(escaped[1] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        escaped = escaped[2..];
        return true;
    }

    private static void AppendEscaped(StringBuilder text, string part)
    {
        foreach (var character in part)
        {
            if (character is '\\' or '=' or ':' or '#' or '!' or ' ')
            {
                text.Append('\\').Append(character);
            }
            else if (character is < ' ' or > '~')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                text.Append(character);
            }
        }
    }
}
