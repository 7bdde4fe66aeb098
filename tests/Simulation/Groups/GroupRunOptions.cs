namespace Cloud.Simulation.Groups;

/// <summary>One simulation of a group.</summary>
internal sealed record GroupRunOptions
{
    /// <summary>Virtual time during which faults are made.</summary>
    public int FaultMilliseconds { get; init; } = 60_000;

    public GroupMutation Mutation { get; init; }

    /// <summary>Null: none is written.</summary>
    public Action<string>? WriteTrace { get; init; }
}
