using Cloud.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains, grain references and observers.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the same grain by another of its interfaces.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainReference reference => (TGrainInterface)reference.CastTo(typeof(TGrainInterface)),
        IGrainBase instance => (TGrainInterface)instance.GrainContext.GrainReference.CastTo(typeof(TGrainInterface)),
        _ => throw NotAGrain(grain),
    };

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) =>
        grain.AsReference<TGrainInterface>();

    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase instance => instance.GrainContext.GrainId,
        _ => throw NotAGrain(grain),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString()!;

    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetPrimaryKeyLong(out _);

    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt)
    {
        var id = grain.GetGrainId();
        return GrainKeys.TryParseInteger(id.Key.ToString(), out var key, out keyExt)
            ? key
            : throw new InvalidOperationException($"The key of {id} is not an integer.");
    }

    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetPrimaryKey(out _);

    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt)
    {
        var id = grain.GetGrainId();
        return GrainKeys.TryParseGuid(id.Key.ToString(), out var key, out keyExt)
            ? key
            : throw new InvalidOperationException($"The key of {id} is not a guid.");
    }

    private static ArgumentException NotAGrain(IAddressable grain) =>
        new($"{grain.GetType()} is neither a grain nor a grain reference.", nameof(grain));
}
