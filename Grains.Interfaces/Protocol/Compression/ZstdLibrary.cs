using System.Runtime.InteropServices;

namespace Cloud.Protocol.Compression;

/// <summary>
/// The functions of the system's libzstd, found at run time: a machine without it runs, only without this codec. All of
/// them are in the library's stable interface since 1.3. Loaded once and kept for the life of the process.
/// </summary>
internal sealed unsafe class ZstdLibrary
{
    private readonly delegate* unmanaged<nuint, nuint> _compressBound;
    private readonly delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint> _compress;
    private readonly delegate* unmanaged<byte*, nuint, byte*, nuint, nuint> _decompress;
    private readonly delegate* unmanaged<byte*, nuint, ulong> _getFrameContentSize;
    private readonly delegate* unmanaged<nuint, uint> _isError;
    private readonly delegate* unmanaged<nuint, int> _getErrorCode;

    private ZstdLibrary(nint library)
    {
        _compressBound = (delegate* unmanaged<nuint, nuint>)Export(library, "ZSTD_compressBound");
        _compress = (delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint>)Export(library, "ZSTD_compress");
        _decompress = (delegate* unmanaged<byte*, nuint, byte*, nuint, nuint>)Export(library, "ZSTD_decompress");
        _getFrameContentSize =
            (delegate* unmanaged<byte*, nuint, ulong>)Export(library, "ZSTD_getFrameContentSize");
        _isError = (delegate* unmanaged<nuint, uint>)Export(library, "ZSTD_isError");
        _getErrorCode = (delegate* unmanaged<nuint, int>)Export(library, "ZSTD_getErrorCode");
    }

    /// <summary>Tried in this order: Linux, macOS, Windows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll", "zstd.dll"];

    /// <summary>Null where the library is not installed. Stands after the names, which its loading reads.</summary>
    public static ZstdLibrary? Instance { get; } = Load();

    public nuint CompressBound(nuint sourceBytes) => _compressBound(sourceBytes);

    public nuint Compress(byte* destination, nuint capacity, byte* source, nuint sourceBytes, int level) =>
        _compress(destination, capacity, source, sourceBytes, level);

    public nuint Decompress(byte* destination, nuint capacity, byte* source, nuint sourceBytes) =>
        _decompress(destination, capacity, source, sourceBytes);

    /// <summary>Ends in two values that are no sizes; see <see cref="ZstdCodec"/>.</summary>
    public ulong GetFrameContentSize(byte* source, nuint sourceBytes) => _getFrameContentSize(source, sourceBytes);

    public bool IsError(nuint result) => _isError(result) != 0;

    public int GetErrorCode(nuint result) => _getErrorCode(result);

    private static ZstdLibrary? Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return new ZstdLibrary(library);
            }
        }

        return null;
    }

    private static nint Export(nint library, string name) => NativeLibrary.GetExport(library, name);
}
