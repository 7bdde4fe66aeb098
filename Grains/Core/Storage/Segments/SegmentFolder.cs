using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// Where a log's files lie. One per log, shared by its segments, so that renaming the folder (before deletion) reaches
/// them all. The path is written by the log's writer and read by any thread.
/// </summary>
internal sealed class SegmentFolder(IFileSystem files, OpenFileBound bound, string path, int seed = 0)
{
    private volatile string _path = path;

    public IFileSystem Files => files;

    public OpenFileBound Bound => bound;

    /// <summary>Differs between logs, so that their jitters do.</summary>
    public int Seed => seed;

    public string Path
    {
        get => _path;
        set => _path = value;
    }

    public string PathOf(Offset baseOffset, string suffix) =>
        System.IO.Path.Combine(_path, SegmentFileNames.Of(baseOffset, suffix));
}
