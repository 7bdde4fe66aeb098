using System.Text;
using Cloud.Core.Storage.Files;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// Under which boot of the machine the broker last served. A process that was killed leaves its writes in the page
/// cache, where the next life finds them; they are lost only when the machine went as well. Used on the broker's
/// scheduler.
/// </summary>
/// <param name="bootId">Another one after each start of the operating system; null where that cannot be told.</param>
public sealed class BootMark(IFileSystem files, string folder, string? bootId)
{
    private const string FileName = "boot-id";
    private const int BytesMax = 256;

    private bool _isForgotten;

    /// <summary>The machine has run through since the last life that was registered.</summary>
    public bool IsSameBoot { get; } = bootId is not null
        && files.TryReadAll(Path.Combine(folder, FileName), BytesMax) is { } saved
        && saved.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(bootId));

    /// <summary>
    /// The disk has failed to take something: what is in the page cache may never reach it, and the kernel forgets it
    /// when it likes. The next life must not count on it, be the machine up or not.
    /// </summary>
    internal void Forget()
    {
        if (_isForgotten)
        {
            return;
        }

        try
        {
            files.DeleteFile(Path.Combine(folder, FileName));
            files.FlushFolder(folder);
            _isForgotten = true;
        }
        catch (StorageException)
        {
            // Tried again.
        }
    }

    /// <summary>
    /// Only when the controller knows what this start has cost: a mark before that would hide it from the next.
    /// </summary>
    internal void Save()
    {
        if (bootId is null || IsSameBoot || _isForgotten)
        {
            return;
        }

        try
        {
            files.ReplaceAll(folder, FileName, Encoding.UTF8.GetBytes(bootId));
        }
        catch (StorageException)
        {
            // A full disk. The next start is taken for worse than it is.
        }
    }
}
