namespace Cloud.Unit.Storage;

/// <summary>
/// Damages a file in every small way: what a codec must answer with a status, never with an exception.
/// </summary>
internal static class Mangle
{
    private static readonly byte[] Masks = [0x01, 0x80, 0xFF, 0x10];

    public static IEnumerable<byte[]> EveryByte(byte[] file)
    {
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var mask in Masks)
            {
                var copy = (byte[])file.Clone();
                copy[at] ^= mask;
                yield return copy;
            }
        }
    }

    public static IEnumerable<byte[]> EveryTruncation(byte[] file)
    {
        for (var length = 0; length < file.Length; length++)
        {
            yield return file[..length];
        }
    }
}
