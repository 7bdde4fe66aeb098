using System.Buffers.Text;

namespace Cloud.Core.Storage.Checkpoints;

/// <summary>
/// Reads the frame that Kafka's checkpoint files share: a line with the version, one with the number of entries, one
/// line for each entry. Kafka's reader forgives a missing last line end; this one does not, since a file torn there may
/// have lost digits.
/// </summary>
internal ref struct CheckpointReader(ReadOnlySpan<byte> file)
{
    // The shortest possible entry is two one-digit fields, a space and a line end.
    private const int EntryBytesMin = 4;

    private ReadOnlySpan<byte> _rest = file;

    /// <summary>Whether all entries, and nothing else, have been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>
    /// An empty file is a checkpoint without entries: Kafka creates it so, before it has anything to write.
    /// </summary>
    public DecodeStatus TryReadHeader(int version, out int count)
    {
        count = 0;
        if (_rest.IsEmpty)
        {
            return DecodeStatus.Done;
        }

        if (!TryReadNumberLine(out var foundVersion))
        {
            return DecodeStatus.Malformed;
        }

        if (foundVersion != version)
        {
            return DecodeStatus.UnknownVersion;
        }

        // Checked before anyone allocates room for the entries.
        return TryReadNumberLine(out count) && count <= _rest.Length / EntryBytesMin
            ? DecodeStatus.Done
            : DecodeStatus.Malformed;
    }

    /// <summary>The next line without its end; false at the end of the file and for a line that was torn off.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var end = _rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            line = default;
            return false;
        }

        line = _rest[..end].TrimEnd((byte)'\r');
        _rest = _rest[(end + 1)..];
        return true;
    }

    /// <summary>Cuts the next field off <paramref name="line"/>; fields are separated by blanks.</summary>
    public static bool TryTakeField(ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field)
    {
        line = line.TrimStart(" \t"u8);
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        field = end < 0 ? line : line[..end];
        line = line[field.Length..];
        return !field.IsEmpty;
    }

    public static bool TryTakeInt32(ref ReadOnlySpan<byte> line, out int value)
    {
        value = 0;
        return TryTakeField(ref line, out var field) &&
            Utf8Parser.TryParse(field, out value, out var used) && used == field.Length;
    }

    public static bool TryTakeInt64(ref ReadOnlySpan<byte> line, out long value)
    {
        value = 0;
        return TryTakeField(ref line, out var field) &&
            Utf8Parser.TryParse(field, out value, out var used) && used == field.Length;
    }

    private bool TryReadNumberLine(out int number)
    {
        number = 0;
        return TryReadLine(out var line) && TryTakeInt32(ref line, out number) && line.IsEmpty && number >= 0;
    }
}
