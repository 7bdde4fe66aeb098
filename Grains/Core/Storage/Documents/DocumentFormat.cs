using System.Globalization;
using System.Text;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Documents;

/// <summary>
/// The file: one line <c>cloud-document 1 VERSION present|removed LENGTH CRC32C</c>, then the content. The checksum is
/// over the line before it and the content, so that no bit of either flips unseen.
/// </summary>
internal static class DocumentFormat
{
    private const string Magic = "cloud-document 1";
    private const string Present = "present";
    private const string Removed = "removed";
    private const int LineBytesMax = 128;

    public static byte[] Encode(Document document)
    {
        var line = Line(document.Version, document.Exists, document.Content.Length);
        var checksum = Checksum(line, document.Content.Span);
        var header = Encoding.ASCII.GetBytes($"{line} {checksum:x8}\n");
        var bytes = new byte[header.Length + document.Content.Length];
        header.CopyTo(bytes, 0);
        document.Content.Span.CopyTo(bytes.AsSpan(header.Length));
        return bytes;
    }

    public static bool TryDecode(ReadOnlyMemory<byte> bytes, out Document document)
    {
        document = default;
        var end = bytes.Span[..Math.Min(bytes.Length, LineBytesMax)].IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        var fields = Encoding.ASCII.GetString(bytes.Span[..end]).Split(' ');
        if (fields is not [_, _, var versionText, Present or Removed, _, var checksumText]
            || !long.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return false;
        }

        var content = bytes[(end + 1)..];
        var exists = fields[3] == Present;
        var line = Line(version, exists, content.Length);
        document = new(version, exists, content);
        return string.Join(' ', fields[..5]) == line && checksumText == $"{Checksum(line, content.Span):x8}";
    }

    private static string Line(long version, bool exists, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"{Magic} {version} {(exists ? Present : Removed)} {length}");

    private static uint Checksum(string line, ReadOnlySpan<byte> content) =>
        Crc32C.Append(Crc32C.Compute(Encoding.ASCII.GetBytes(line)), content);
}
