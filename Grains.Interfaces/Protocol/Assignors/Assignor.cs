namespace Cloud.Protocol.Assignors;

/// <summary>The assignors that there are, by the names that members use.</summary>
public static class Assignor
{
    public static readonly IAssignor Uniform = new UniformAssignor();

    public static readonly IAssignor Range = new RangeAssignor();

    public static readonly IAssignor RoundRobin = new RoundRobinAssignor();

    public static readonly IAssignor Sticky = new StickyAssignor();

    public static readonly IAssignor CooperativeSticky = new CooperativeStickyAssignor();

    /// <summary>Those that a member of a KIP-848 group may ask for, the default first.</summary>
    public static readonly IReadOnlyList<IAssignor> OnServer = [Uniform, Range];

    public static IAssignor? FindOnServer(string name) => OnServer.FirstOrDefault(assignor => assignor.Name == name);
}
