using System.Security.Cryptography;
using System.Text;

namespace Cloud.Core.Storage.Documents;

/// <summary>File names of documents: readable where possible, distinct always.</summary>
internal static class DocumentNames
{
    private const string Extension = ".document";

    // File systems allow 255 bytes; the temporary file's ending must fit too.
    private const int NameBytesMax = 200;
    private const int DigestBytes = 16;

    public static string FileOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var escaped = Uri.EscapeDataString(name);
        if (escaped.Length <= NameBytesMax)
        {
            return escaped + Extension;
        }

        // No checksum: those of some names are alike, and two grains must never share a document.
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, DigestBytes);
        var suffix = $"~{Convert.ToHexStringLower(digest)}";
        return string.Concat(escaped.AsSpan(0, NameBytesMax - suffix.Length), suffix, Extension);
    }
}
