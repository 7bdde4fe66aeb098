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
    private volatile bool _mayHaveGaps;

    public IFileSystem Files => files;

    public OpenFileBound Bound => bound;

    /// <summary>Differs between logs, so that their jitters do.</summary>
    public int Seed => seed;

    public string Path
    {
        get => _path;
        set => _path = value;
    }

    /// <summary>False: every offset between start and end has a record, and one that is missing is damage.</summary>
    public bool MayHaveGaps
    {
        get => _mayHaveGaps;
        set => _mayHaveGaps = value;
    }

    public string PathOf(Offset baseOffset, string suffix) =>
        System.IO.Path.Combine(_path, SegmentFileNames.Of(baseOffset, suffix));
}
