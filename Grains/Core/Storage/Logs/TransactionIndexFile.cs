using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// The <c>.txnindex</c> of a segment: made when the first transaction aborts, so most segments have none. It is read
/// from the file each time, as only read-committed fetches need it. Written by the log's writer.
/// </summary>
internal static class TransactionIndexFile
{
    private const int BytesMax = 256 * 1024 * 1024;

    public static void Append(SegmentFolder folder, Offset baseOffset, IReadOnlyList<AbortedTransaction> aborted)
    {
        if (aborted.Count == 0)
        {
            return;
        }

        var bytes = new byte[aborted.Count * AbortedTransaction.SizeBytes];
        for (var i = 0; i < aborted.Count; i++)
        {
            aborted[i].Encode(bytes.AsSpan(i * AbortedTransaction.SizeBytes));
        }

        using var file = folder.Files.Open(PathOf(folder, baseOffset), FileAccessMode.OpenOrCreate);
        file.Write(bytes, new FilePosition(file.Length));
    }

    /// <summary>Null when the file cannot be believed; empty when there is none.</summary>
    public static List<AbortedTransaction>? TryRead(SegmentFolder folder, Offset baseOffset)
    {
        var entries = new List<AbortedTransaction>();
        var path = PathOf(folder, baseOffset);
        if (!folder.Files.FileExists(path))
        {
            return entries;
        }

        var bytes = folder.Files.TryReadAll(path, BytesMax);
        return TransactionIndexSearch.TryReadAll(bytes, baseOffset, entries) is DecodeStatus.Done ? entries : null;
    }

    /// <summary>Removes the transactions whose marker is cut off.</summary>
    public static void CutAt(SegmentFolder folder, Offset baseOffset, Offset offset)
    {
        var path = PathOf(folder, baseOffset);
        if (!folder.Files.FileExists(path))
        {
            return;
        }

        var kept = TryRead(folder, baseOffset) is { } entries ? TransactionIndexSearch.BytesBelow(entries, offset) : 0;
        using var file = folder.Files.Open(path, FileAccessMode.WriteExisting);
        file.SetLength(kept);
        file.Flush();
    }

    public static void Flush(SegmentFolder folder, Offset baseOffset)
    {
        var path = PathOf(folder, baseOffset);
        if (!folder.Files.FileExists(path))
        {
            return;
        }

        using var file = folder.Files.Open(path, FileAccessMode.WriteExisting);
        file.Flush();
    }

    public static void Delete(SegmentFolder folder, Offset baseOffset) =>
        folder.Files.DeleteFile(PathOf(folder, baseOffset));

    private static string PathOf(SegmentFolder folder, Offset baseOffset) =>
        folder.PathOf(baseOffset, SegmentFileNames.TransactionIndexSuffix);
}
