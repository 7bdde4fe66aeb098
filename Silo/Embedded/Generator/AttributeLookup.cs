namespace Cloud.Generator;

/// <summary>Attributes by name.</summary>
internal static class AttributeLookup
{
    public static Dictionary<string, T> ToDictionaryOfFirst<T>(this IEnumerable<T> items, Func<T, string> key)
    {
        var found = new Dictionary<string, T>();
        foreach (var item in items)
        {
            if (!found.ContainsKey(key(item)))
            {
                found.Add(key(item), item);
            }
        }

        return found;
    }
}
