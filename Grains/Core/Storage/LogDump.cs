using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage;

/// <summary>Prints the files of a log folder for people: what <c>log dump FILE</c> shows.</summary>
public static class LogDump
{
    /// <summary>Batches (and records) of a <c>.log</c>, or entries of an <c>.index</c> or <c>.timeindex</c>.</summary>
    public static void Print(IFileSystem files, string path, TextWriter output, bool printsRecords)
    {
        var baseOffset = SegmentFileNames.TryParse(Path.GetFileName(path), out var offset, out var suffix)
            ? offset
            : Offset.Zero;
        using var file = files.Open(path, FileAccessMode.ReadExisting);
        switch (suffix)
        {
            case SegmentFileNames.OffsetIndexSuffix:
                PrintEntries<OffsetIndexEntry>(file, output, entry =>
                    $"offset: {baseOffset.Plus(entry.RelativeOffset)} position: {entry.Position}");
                break;
            case SegmentFileNames.TimeIndexSuffix:
                PrintEntries<TimeIndexEntry>(file, output, entry =>
                    $"timestamp: {entry.Timestamp} offset: {baseOffset.Plus(entry.RelativeOffset)}");
                break;
            default:
                PrintBatches(file, output, printsRecords);
                break;
        }
    }

    private static void PrintBatches(IFile file, TextWriter output, bool printsRecords)
    {
        using var stream = new FileReadStream(file);
        using var dump = new RecordBatchDump(output) { PrintsRecords = printsRecords };
        dump.Write(stream);
    }

    private static void PrintEntries<TEntry>(IFile file, TextWriter output, Func<TEntry, string> format)
        where TEntry : struct, IIndexEntry<TEntry>
    {
        var bytes = new byte[TEntry.ByteCount];
        for (var at = FilePosition.Start; file.Read(bytes, at) == bytes.Length; at = at.Plus(bytes.Length))
        {
            output.WriteLine(format(TEntry.Decode(bytes)));
        }
    }
}
