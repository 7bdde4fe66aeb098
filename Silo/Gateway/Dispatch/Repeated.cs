namespace Cloud.Gateway.Dispatch;

/// <summary>What a request names more than once, found in one walk: a request may name a million things.</summary>
internal static class Repeated
{
    public static HashSet<T> Of<T>(IEnumerable<T> named)
    {
        var (seen, repeated) = (new HashSet<T>(), new HashSet<T>());
        foreach (var one in named)
        {
            if (!seen.Add(one))
            {
                repeated.Add(one);
            }
        }

        return repeated;
    }
}
