namespace Cloud.Client;

/// <summary>
/// Asks the coordinators of several groups side by side; one that cannot be asked fails its group only.
/// </summary>
internal static class EachGroup
{
    public static async Task<IReadOnlyDictionary<string, AdminResult<TValue>>> Ask<TValue>(
        IReadOnlyList<string> groups, Func<string, Task<AdminResult<TValue>>> ask)
    {
        var answers = await Task.WhenAll(groups.Select(group => Guarded(group, ask))).ConfigureAwait(false);
        return groups.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static async Task<AdminResult<TValue>> Guarded<TValue>(
        string group, Func<string, Task<AdminResult<TValue>>> ask)
    {
        try
        {
            return await ask(group).ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            return AdminResult<TValue>.Failed(failure);
        }
    }
}
