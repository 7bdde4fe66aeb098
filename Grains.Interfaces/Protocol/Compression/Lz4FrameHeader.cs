using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>What the header of an lz4 frame says about the blocks that follow.</summary>
internal readonly record struct Lz4FrameHeader(int Flags, int BlockBytesMax, ulong ContentSize, int SizeBytes)
{
    public bool HasContentSize => (Flags & Lz4FrameLayout.HasContentSize) != 0;

    public bool HasContentChecksum => (Flags & Lz4FrameLayout.HasContentChecksum) != 0;

    public bool BlocksAreIndependent => (Flags & Lz4FrameLayout.BlocksAreIndependent) != 0;

    public int BlockChecksumBytes => (Flags & Lz4FrameLayout.BlocksHaveChecksum) != 0 ? sizeof(uint) : 0;

    public static bool TryRead(ReadOnlySpan<byte> source, out Lz4FrameHeader header)
    {
        header = default;
        if (source.Length < Lz4FrameLayout.HeaderBytesMin
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Lz4FrameLayout.Magic)
        {
            return false;
        }

        int flags = source[Lz4FrameLayout.FlagsPosition];
        var blockSizeCode = source[Lz4FrameLayout.FlagsPosition + 1] >> Lz4FrameLayout.BlockSizeShift;
        if (!AreSupported(flags)
            || blockSizeCode is < Lz4FrameLayout.BlockSizeCodeMin or > Lz4FrameLayout.BlockSizeCodeMax)
        {
            return false;
        }

        var contentSizeBytes = (flags & Lz4FrameLayout.HasContentSize) != 0 ? Lz4FrameLayout.ContentSizeBytes : 0;
        var sizeBytes = Lz4FrameLayout.HeaderBytesMin + contentSizeBytes;
        if (source.Length < sizeBytes)
        {
            return false;
        }

        var descriptor = source[Lz4FrameLayout.FlagsPosition..(sizeBytes - 1)];
        if (source[sizeBytes - 1] != Lz4FrameLayout.HeaderChecksum(descriptor))
        {
            return false;
        }

        var contentSize = contentSizeBytes > 0 ? BinaryPrimitives.ReadUInt64LittleEndian(descriptor[2..]) : 0;
        header = new(flags, Lz4FrameLayout.BlockBytesMax(blockSizeCode), contentSize, sizeBytes);
        return true;
    }

    // Kafka knows no dictionaries, so none could be found.
    private static bool AreSupported(int flags) =>
        (flags & Lz4FrameLayout.VersionMask) == Lz4FrameLayout.Version
        && (flags & (Lz4FrameLayout.ReservedFlags | Lz4FrameLayout.HasDictionary)) == 0;
}
