using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Cloud.Core.Storage.Checkpoints;

namespace Cloud.Core.Storage.Epochs;

/// <summary>
/// The bytes of <c>leader-epoch-checkpoint</c>: version 0, the number of entries, and a line "epoch offset" for each.
/// </summary>
public static class LeaderEpochCheckpoint
{
    public const string FileName = "leader-epoch-checkpoint";

    private const int Version = 0;

    public static byte[] Encode(IReadOnlyList<EpochEntry> entries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Version}\n{entries.Count}\n");
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Epoch} {entry.StartOffset}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>
    /// A history that does not grow strictly is as malformed as a torn line: an epoch's end would be wrong.
    /// </summary>
    public static DecodeStatus TryDecode(ReadOnlySpan<byte> file, [NotNullWhen(true)] out List<EpochEntry>? entries)
    {
        entries = null;
        var reader = new CheckpointReader(file);
        var status = reader.TryReadHeader(Version, out var count);
        if (status is not DecodeStatus.Done)
        {
            return status;
        }

        var found = new List<EpochEntry>(count);
        for (var at = 0; at < count; at++)
        {
            if (!reader.TryReadLine(out var line) ||
                !CheckpointReader.TryTakeInt32(ref line, out var epoch) ||
                !CheckpointReader.TryTakeInt64(ref line, out var startOffset) ||
                !line.IsEmpty)
            {
                return DecodeStatus.Malformed;
            }

            found.Add(new(new(epoch), new(startOffset)));
        }

        if (!reader.IsAtEnd || !LeaderEpochCache.AreOrdered(found))
        {
            return DecodeStatus.Malformed;
        }

        entries = found;
        return DecodeStatus.Done;
    }
}
