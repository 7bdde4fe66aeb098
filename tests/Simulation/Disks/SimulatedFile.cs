using Cloud.Core.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Simulation.Disks;

/// <summary>An open file of a <see cref="SimulatedDisk"/>. Dead after the crash of its disk.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, string path, SimulatedInode inode) : IFile
{
    private readonly int _life = disk.Life;
    private bool _isDisposed;

    public string Path => path;

    public SafeFileHandle? Handle => null;

    public long Length
    {
        get
        {
            EnsureAlive();
            return inode.Content.Length;
        }
    }

    public int Read(Span<byte> buffer, FilePosition position)
    {
        EnsureAlive();
        disk.Step(new(DiskOperationKind.Read, path), position);
        var content = inode.Content.Span;
        if (position.Value >= content.Length)
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, content.Length - (int)position.Value);
        content.Slice((int)position.Value, count).CopyTo(buffer);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, FilePosition position)
    {
        EnsureAlive();
        var room = disk.RoomFor(position.Value + bytes.Length - inode.Content.Length);
        if (room < 0)
        {
            // A full disk takes the front of a write, as pwrite does.
            inode.Write(bytes[..Math.Max(0, bytes.Length + (int)room)], position.Value);
            throw new StorageException(StorageErrorKind.DiskFull, "write", path, position);
        }

        var isLast = disk.IsLastStep;
        if (isLast)
        {
            inode.Write(bytes, position.Value);
        }

        disk.Step(new(DiskOperationKind.Write, path), position);
        if (!isLast)
        {
            inode.Write(bytes, position.Value);
        }
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, FilePosition position)
    {
        var bytes = new byte[buffers.Sum(buffer => buffer.Length)];
        var at = 0;
        foreach (var buffer in buffers)
        {
            buffer.Span.CopyTo(bytes.AsSpan(at));
            at += buffer.Length;
        }

        Write(bytes, position);
    }

    public void SetLength(long byteCount)
    {
        EnsureAlive();
        disk.Step(new(DiskOperationKind.SetLength, path), new(byteCount));
        inode.SetLength(byteCount);
    }

    public void Preallocate(long byteCount) => EnsureAlive();

    public void Flush()
    {
        EnsureAlive();
        disk.Step(new(DiskOperationKind.Flush, path), FilePosition.Start);
        inode.Flush();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            disk.Closed(_life);
        }
    }

    private void EnsureAlive()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_life != disk.Life)
        {
            throw new SimulatedCrashException($"{path} was open when the disk crashed");
        }
    }
}
