namespace Cloud.Architecture.CallTypes.Samples;

/// <summary>Calls that break every rule at least once.</summary>
public interface IBadGrain : IGrainWithStringKey, IBadCalls
{
    Task<List<int>> Collection(byte[] bytes);

    Task Foreign(System.Text.StringBuilder text, (int Left, int Top) pair);

    Task Hidden(BadKind kind, IReadOnlyList<BadTwin?> twins);

    Task<BadReply> Hierarchy(BadOpen open);
}
