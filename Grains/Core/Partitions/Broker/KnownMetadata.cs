using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Cloud.Core.Replication;
using Cloud.Core.Storage.Files;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// The highest version of the metadata that this data folder ever saw. A controller that is behind it has lost its
/// documents or was given old ones, and must not begin a new cluster over this data. Used on the broker's scheduler.
/// </summary>
public sealed class KnownMetadata
{
    private const string FileName = "metadata-version-checkpoint";
    private const int BytesMax = 64;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly Cadence _cadence = new(SaveInterval);
    private long _saved;

    /// <param name="folder">The broker's data folder; it exists.</param>
    public KnownMetadata(IFileSystem files, string folder)
    {
        (_files, _folder) = (files, folder);
        _saved = Read();
    }

    public long Version => _saved;

    /// <summary>Now and then, when it has grown.</summary>
    internal void Save(long version, Moment now)
    {
        if (_cadence.IsDue(now))
        {
            SaveNow(version);
        }
    }

    internal void SaveNow(long version)
    {
        if (version <= _saved)
        {
            return;
        }

        try
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{version}\n");
            _files.ReplaceAll(_folder, FileName, Encoding.ASCII.GetBytes(text));
            _saved = version;
        }
        catch (StorageException)
        {
            // A full disk. What is saved stays true, it only proves less.
        }
    }

    private long Read()
    {
        var bytes = _files.TryReadAll(Path.Combine(_folder, FileName), BytesMax);
        return bytes is not null && Utf8Parser.TryParse(bytes, out long version, out _) ? version : 0;
    }
}
