using System.Text;
using Cloud.Core.Storage.Files;

namespace Cloud.Core.Storage.Documents;

/// <summary>
/// Small documents in a folder, one file each, replaced by compare-and-swap on a version. A document is always the old
/// one or the new one, whenever the process or the machine dies. Blocking; one writer at a time per document: whoever
/// shares a folder shares the store.
/// </summary>
public sealed class DocumentStore(IFileSystem files, string folder)
{
    // One document is a topic's or a group's state: far below this.
    private const int DocumentBytesMax = 64 * 1024 * 1024;

    private const int LockCount = 64;

    // Two names may share a lock; one name has one.
    private readonly Lock[] _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new Lock())];

    /// <summary>The document and its version; <see cref="Document.None"/> for a name that was never written.</summary>
    /// <exception cref="DocumentCorruptException">The file is damaged.</exception>
    public Document Read(string name)
    {
        lock (LockOf(name))
        {
            return ReadFile(name);
        }
    }

    /// <summary>Replaces the document if its version is still <paramref name="heldVersion"/>.</summary>
    /// <returns>What is stored now: the new document, or the other one that was in the way.</returns>
    public DocumentWrite Write(string name, long heldVersion, ReadOnlyMemory<byte> content) =>
        Replace(name, heldVersion, exists: true, content);

    /// <summary>
    /// Removes the content. The version stays in the file and grows on, so that a writer from before never matches a
    /// document that was made after.
    /// </summary>
    public DocumentWrite Clear(string name, long heldVersion) => Replace(name, heldVersion, exists: false, default);

    private DocumentWrite Replace(string name, long heldVersion, bool exists, ReadOnlyMemory<byte> content)
    {
        lock (LockOf(name))
        {
            var stored = ReadFile(name);
            if (stored.Version != heldVersion)
            {
                return new(IsWritten: false, stored);
            }

            var written = new Document(heldVersion + 1, exists, content);
            files.CreateFolder(folder);
            files.ReplaceAll(folder, DocumentNames.FileOf(name), DocumentFormat.Encode(written));
            return new(IsWritten: true, written);
        }
    }

    private Lock LockOf(string name) => _locks[(uint)StringComparer.Ordinal.GetHashCode(name) % LockCount];

    private Document ReadFile(string name)
    {
        var fileName = DocumentNames.FileOf(name);
        var path = Path.Combine(folder, fileName);
        if (!files.FileExists(path))
        {
            return Document.None;
        }

        var bytes = files.TryReadAll(path, DocumentBytesMax)
            ?? throw new DocumentCorruptException(path, $"it is larger than {DocumentBytesMax} bytes");
        return DocumentFormat.TryDecode(bytes, out var document)
            ? document
            : throw new DocumentCorruptException(
                path, $"it is no document: {Encoding.UTF8.GetString(FirstBytes(bytes))}");
    }

    private static ReadOnlySpan<byte> FirstBytes(byte[] bytes) => bytes.AsSpan(0, Math.Min(bytes.Length, 64));
}
