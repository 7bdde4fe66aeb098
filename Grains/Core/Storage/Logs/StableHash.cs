namespace Cloud.Core.Storage.Logs;

/// <summary>A hash of text that is the same in every process, unlike the runtime's own.</summary>
internal static class StableHash
{
    private const uint FnvOffsetBasis = 2166136261;
    private const uint FnvPrime = 16777619;

    public static int Of(string text)
    {
        var hash = FnvOffsetBasis;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * FnvPrime);
        }

        return (int)(hash & int.MaxValue);
    }
}
