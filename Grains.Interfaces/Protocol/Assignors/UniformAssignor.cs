namespace Cloud.Protocol.Assignors;

/// <summary>
/// The default of KIP-848 groups: as even as subscriptions allow, moving as little as that takes. Members release
/// before others receive, but that is the group's affair and not the assignor's.
/// </summary>
public sealed class UniformAssignor : IAssignor
{
    public string Name => "uniform";

    public GroupAssignment Assign(AssignorInput input) => new BalancedAssignment(input).Assign();
}
