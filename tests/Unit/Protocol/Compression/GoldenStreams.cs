using System.Text;

namespace Cloud.Unit.Protocol.Compression;

/// <summary>One text as other implementations compressed it.</summary>
internal static class GoldenStreams
{
    /// <summary>115,383 bytes: 6,000 lines, repeating after 13.</summary>
    public static byte[] Text { get; } = WriteText();

    /// <summary>The first 700 bytes.</summary>
    public static byte[] ShortText => Text[..700];

    /// <summary>lz4 1.9.4: 64 KiB blocks that depend on each other, content size and checksum.</summary>
    public static byte[] Lz4DependentBlocks { get; } = Convert.FromHexString(
        "04224d184c40b7c20100000000009d5d010000f1046c696e652030206f662074686520746578740a13001e3113001e32" +
        "13001e3313001e3413001e3513001e3613001e3713001e3813001e3913001f31bf00010fc000001f31c100000f3b0001" +
        "0e62000f3900000ffa00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffaf506520746578d000000003efff0fe2feffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff5b5074" +
        "6578740a00000000defcca4c");

    /// <summary>lz4 1.9.4: independent 64 KiB blocks with checksums, and one over the content.</summary>
    public static byte[] Lz4BlockChecksums { get; } = Convert.FromHexString(
        "04224d187440bd5d010000f1046c696e652030206f662074686520746578740a13001e3113001e3213001e3313001e34" +
        "13001e3513001e3613001e3713001e3813001e3913001f31bf00010fc000001f31c100000f3b00010e62000f3900000f" +
        "fa00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffaf506520746578dc9ae73b19010000f304740a6c696e652032206f66207468" +
        "652074657813001e3313001e3413001e3513001e3613001e3713001e3813001e3913002f31301400001f311400000fc1" +
        "00000f3b00010e3a000f3900000ffa00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
        "ffffffffffffffffffffffffffffffffffff4d50746578740a6840f10c00000000defcca4c");

    /// <summary>libsnappy 1.1.9: one raw block of the first 700 bytes.</summary>
    public static byte[] SnappyRaw { get; } = Convert.FromHexString(
        "bc05486c696e652030206f662074686520746578740a0513003146130000324613000033461300003446130000354613" +
        "00003646130000374613000038461300003946130000314ebf004ac00000314ac1004e3b004662004a3900fefa00fefa" +
        "00fefa00fefa00fefa00fefa0001fa");

    /// <summary>zstd 1.5.4: a frame of the first 700 bytes, with a checksum.</summary>
    public static byte[] Zstd { get; } = Convert.FromHexString(
        "28b52ffd64bc01b5020054026c696e652030206f662074686520746578740a3132333435363738393131303132333435" +
        "361500357da302f00e780c7802bc031e039e8077444b786889090dcd8027c03be031e009f00e780c7802bc03ce5a3bed" +
        "654cb42b");

    private static byte[] WriteText()
    {
        var text = new StringBuilder();
        for (var line = 0; line < 6_000; line++)
        {
            text.Append("line ").Append(line % 13).Append(" of the text\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
