using Cloud.Grains.Interfaces.Partitions;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Records in a file that has been cut behind their reader's back.</summary>
internal sealed class ShortFile : LocalRecords
{
    private readonly string _path = Path.GetTempFileName();

    public ShortFile(int claimedBytes, int actualBytes)
    {
        File.WriteAllBytes(_path, new byte[actualBytes]);
        ByteCount = claimedBytes;
        Handle = File.OpenHandle(_path);
    }

    public override int ByteCount { get; }

    public override SafeFileHandle Handle { get; }

    public override long FilePosition => 0;

    public override int Read(Span<byte> buffer, int skipBytes = 0) => RandomAccess.Read(Handle, buffer, skipBytes);

    public override void Dispose()
    {
        Handle.Dispose();
        File.Delete(_path);
    }
}
