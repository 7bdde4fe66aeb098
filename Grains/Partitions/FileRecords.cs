using Cloud.Core.Storage.Files;
using Cloud.Grains.Interfaces.Partitions;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Grains.Partitions;

/// <summary>A region of a segment file for those who know the contracts only. Owns the region.</summary>
internal sealed class FileRecords(FileRegion region) : LocalRecords
{
    public override int ByteCount { get; } = region.ByteCount;

    public override SafeFileHandle? Handle => region.Handle;

    public override long FilePosition { get; } = region.Position.Value;

    public override int Read(Span<byte> buffer, int skipBytes = 0) => region.Read(buffer, skipBytes);

    public override void Dispose() => region.Dispose();
}
