namespace Cloud.Protocol.Assignors;

/// <summary>Divides partitions among the members of a group. Pure: the same input gives the same assignment.</summary>
public interface IAssignor
{
    /// <summary>As members and groups name it.</summary>
    string Name { get; }

    /// <summary>
    /// Gives every partition that somebody subscribes to exactly one owner among its subscribers. Cooperative assignors
    /// hold back what somebody else has to release first.
    /// </summary>
    GroupAssignment Assign(AssignorInput input);
}
