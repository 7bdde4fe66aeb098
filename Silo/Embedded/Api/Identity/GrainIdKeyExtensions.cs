using Cloud.Embedded.Calls;

namespace Orleans.Runtime;

/// <summary>Reads the keys of grain identities.</summary>
public static class GrainIdKeyExtensions
{
    public static long GetIntegerKey(this GrainId grainId) =>
        GrainKeys.TryParseInteger(grainId.Key.ToString(), out var key, out _)
            ? key
            : throw new ArgumentException($"The key of {grainId} is not an integer.", nameof(grainId));

    public static Guid GetGuidKey(this GrainId grainId) =>
        GrainKeys.TryParseGuid(grainId.Key.ToString(), out var key, out _)
            ? key
            : throw new ArgumentException($"The key of {grainId} is not a guid.", nameof(grainId));
}
