#pragma warning disable RS0030 // This is the file seam's real side: the one place that may touch RandomAccess.
using Microsoft.Win32.SafeHandles;

namespace Cloud.Core.Storage.Files;

/// <summary>A file of the operating system. Stateless beside its handle, so any thread may call it.</summary>
internal sealed class RealFile(string path, SafeFileHandle handle) : IFile
{
    public string Path { get; } = path;

    public SafeFileHandle? Handle => handle;

    public long Length
    {
        get
        {
            try
            {
                return RandomAccess.GetLength(handle);
            }
            catch (Exception error) when (StorageErrors.IsIo(error))
            {
                throw StorageErrors.Translate(error, "measure", Path, FilePosition.Start);
            }
        }
    }

    public int Read(Span<byte> buffer, FilePosition position)
    {
        var readBytes = 0;
        try
        {
            while (readBytes < buffer.Length)
            {
                var count = RandomAccess.Read(handle, buffer[readBytes..], position.Value + readBytes);
                if (count == 0)
                {
                    break;
                }

                readBytes += count;
            }

            return readBytes;
        }
        catch (Exception error) when (StorageErrors.IsIo(error))
        {
            throw StorageErrors.Translate(error, "read", Path, position.Plus(readBytes));
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, FilePosition position)
    {
        try
        {
            RandomAccess.Write(handle, bytes, position.Value);
        }
        catch (Exception error) when (StorageErrors.IsIo(error))
        {
            throw StorageErrors.Translate(error, "write", Path, position);
        }
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, FilePosition position)
    {
        try
        {
            if (buffers.Count == 1)
            {
                // A plain pwrite: the gathered call pins and allocates for its vector.
                RandomAccess.Write(handle, buffers[0].Span, position.Value);
                return;
            }

            RandomAccess.Write(handle, buffers, position.Value);
        }
        catch (Exception error) when (StorageErrors.IsIo(error))
        {
            throw StorageErrors.Translate(error, "write", Path, position);
        }
    }

    public void SetLength(long byteCount)
    {
        try
        {
            RandomAccess.SetLength(handle, byteCount);
        }
        catch (Exception error) when (StorageErrors.IsIo(error))
        {
            throw StorageErrors.Translate(error, "set the length of", Path, new FilePosition(byteCount));
        }
    }

    public void Preallocate(long byteCount) => PosixCalls.Preallocate(handle, byteCount, Path);

    public void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception error) when (StorageErrors.IsIo(error))
        {
            throw StorageErrors.Translate(error, "flush", Path, FilePosition.Start);
        }
    }

    public void Dispose() => handle.Dispose();
}
