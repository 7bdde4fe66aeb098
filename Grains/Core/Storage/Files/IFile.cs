using Microsoft.Win32.SafeHandles;

namespace Cloud.Core.Storage.Files;

/// <summary>
/// An open file. Every call blocks and throws <see cref="StorageException"/> on failure. Reads may run beside one
/// writer; writes, truncation and flushing are ordered by the caller.
/// </summary>
public interface IFile : IDisposable
{
    string Path { get; }

    /// <summary>
    /// What <c>sendfile</c> needs; null where the file is not one of the operating system's (the simulator's).
    /// </summary>
    SafeFileHandle? Handle { get; }

    long Length { get; }

    /// <summary>Reads up to <paramref name="buffer"/>'s length; fewer bytes only at the end of the file.</summary>
    int Read(Span<byte> buffer, FilePosition position);

    void Write(ReadOnlySpan<byte> bytes, FilePosition position);

    /// <summary>Writes the buffers one after another in one system call where the system allows.</summary>
    void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, FilePosition position);

    /// <summary>Cuts (or extends with zeros) to <paramref name="byteCount"/> bytes.</summary>
    void SetLength(long byteCount);

    /// <summary>Reserves blocks for the first <paramref name="byteCount"/> bytes without changing the length.</summary>
    void Preallocate(long byteCount);

    /// <summary>
    /// Returns when the content is on the device. After a failure the content is unknown: never retry.
    /// </summary>
    void Flush();
}
