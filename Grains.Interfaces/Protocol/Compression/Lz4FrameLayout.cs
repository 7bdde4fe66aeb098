namespace Cloud.Protocol.Compression;

/// <summary>Constants of the lz4 frame format, version 1.6. All integers are little-endian.</summary>
internal static class Lz4FrameLayout
{
    public const uint Magic = 0x184D2204;

    /// <summary>Magic, flags, block descriptor and header checksum, where no optional field is present.</summary>
    public const int HeaderBytesMin = 7;
    public const int FlagsPosition = 4;
    public const int ContentSizeBytes = sizeof(ulong);

    public const int VersionMask = 0b1100_0000;
    public const int Version = 0b0100_0000;
    public const int BlocksAreIndependent = 1 << 5;
    public const int BlocksHaveChecksum = 1 << 4;
    public const int HasContentSize = 1 << 3;
    public const int HasContentChecksum = 1 << 2;
    public const int ReservedFlags = 1 << 1;
    public const int HasDictionary = 1;

    /// <summary>Code 4 stands for 64 KiB, each further one for four times as much, up to 4 MiB.</summary>
    public const int BlockSizeShift = 4;
    public const int BlockSizeCodeMin = 4;
    public const int BlockSizeCodeMax = 7;
    public const int BlockBytesLimit = 4 * 1024 * 1024;

    /// <summary>In a block's length: the content is stored as it is.</summary>
    public const uint BlockIsStored = 1u << 31;

    public static int BlockBytesMax(int code) => 1 << (8 + (2 * code));

    /// <summary>Second byte of the hash over what follows the magic.</summary>
    public static byte HeaderChecksum(ReadOnlySpan<byte> descriptor) => (byte)(XxHash32.Compute(descriptor) >> 8);
}
