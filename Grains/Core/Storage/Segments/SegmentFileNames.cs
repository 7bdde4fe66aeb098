using System.Globalization;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// Kafka's file names: the base offset in 20 digits, then the kind, then what is being done to the file.
/// </summary>
public static class SegmentFileNames
{
    public const string LogSuffix = ".log";
    public const string OffsetIndexSuffix = ".index";
    public const string TimeIndexSuffix = ".timeindex";
    public const string TransactionIndexSuffix = ".txnindex";
    public const string SnapshotSuffix = ".snapshot";

    /// <summary>Being written by a compaction; worthless after a crash.</summary>
    public const string CleanedSuffix = ".cleaned";

    /// <summary>Complete and flushed, about to replace the segments whose offsets it covers.</summary>
    public const string SwapSuffix = ".swap";

    /// <summary>No longer part of the log.</summary>
    public const string DeletedSuffix = ".deleted";

    private const int OffsetDigits = 20;

    public static readonly string[] SegmentSuffixes =
        [LogSuffix, OffsetIndexSuffix, TimeIndexSuffix, TransactionIndexSuffix];

    public static string Of(Offset baseOffset, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{baseOffset.Value:D20}{suffix}");

    /// <summary>Splits <c>00000000000000000042.log</c>; false for a name that is not made like this.</summary>
    public static bool TryParse(string name, out Offset baseOffset, out string suffix)
    {
        baseOffset = Offset.None;
        suffix = "";
        if (name.Length <= OffsetDigits || name[OffsetDigits] != '.')
        {
            return false;
        }

        var digits = name.AsSpan(0, OffsetDigits);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        baseOffset = new Offset(value);
        suffix = name[OffsetDigits..];
        return true;
    }
}
