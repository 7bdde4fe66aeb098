namespace Cloud.Protocol.Assignors;

/// <summary>
/// As even as subscriptions allow; of all such assignments one near to the last. All is moved at once.
/// </summary>
public sealed class StickyAssignor : IAssignor
{
    public string Name => "sticky";

    public GroupAssignment Assign(AssignorInput input) => new BalancedAssignment(input).Assign();
}
