using Cloud.Protocol.Wire;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>
/// Whole record batches in a file of this broker's: to be sent from there, or copied. Valid until disposed, whatever
/// happens to the log meanwhile. Owned by one reader.
/// </summary>
public abstract class LocalRecords : RecordsPart, IDisposable
{
    /// <summary>The file; null where it is none of the operating system's.</summary>
    public abstract SafeFileHandle? Handle { get; }

    /// <summary>Where in the file they begin.</summary>
    public abstract long FilePosition { get; }

    /// <summary>Copies from <paramref name="skipBytes"/> on; fewer bytes than asked for only at the end.</summary>
    public abstract int Read(Span<byte> buffer, int skipBytes = 0);

    public abstract void Dispose();
}
