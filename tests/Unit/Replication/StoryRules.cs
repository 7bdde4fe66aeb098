using Cloud.Core.Replication;

namespace Cloud.Unit.Replication;

/// <summary>
/// The rules by which a story plays: the standard ones, unless it is told once more with one missing.
/// </summary>
internal static class StoryRules
{
    private static readonly AsyncLocal<IReplicationRules?> Chosen = new();

    public static IReplicationRules Current => Chosen.Value ?? IReplicationRules.Standard;

    public static void Choose(IReplicationRules? rules) => Chosen.Value = rules;
}
