using Cloud.Protocol.Compression;

namespace Cloud.Unit.Protocol.Compression;

/// <summary>A test that needs libzstd: skipped where it is missing, unless the tools are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZstdFactAttribute : FactAttribute
{
    public ZstdFactAttribute()
    {
        var isRequired = Environment.GetEnvironmentVariable("CLOUD_REQUIRE_TOOLS") == "1";
        if (!isRequired && !Compressor.IsAvailable(CompressionCodec.Zstd))
        {
            Skip = "libzstd is not installed.";
        }
    }
}
