using System.Text;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Documents;

/// <summary>File names of documents: readable where possible, distinct always.</summary>
internal static class DocumentNames
{
    private const string Extension = ".document";

    // File systems allow 255 bytes; the temporary file's ending must fit too.
    private const int NameBytesMax = 200;

    public static string FileOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var escaped = Uri.EscapeDataString(name);
        if (escaped.Length <= NameBytesMax)
        {
            return escaped + Extension;
        }

        // Two checksums of the whole name over different starts make an accidental clash next to impossible.
        var bytes = Encoding.UTF8.GetBytes(name);
        var suffix = $"~{Crc32C.Compute(bytes):x8}{Crc32C.Append(bytes.Length == 0 ? 0u : 0x9E3779B9u, bytes):x8}";
        return string.Concat(escaped.AsSpan(0, NameBytesMax - suffix.Length), suffix, Extension);
    }
}
