namespace Cloud.Client;

/// <summary>Who shall leave a group.</summary>
/// <param name="MemberId">Empty where a static member is meant, whatever its id is at the moment.</param>
/// <param name="InstanceId">Of a static member; null for others.</param>
public readonly record struct GroupMember(string MemberId, string? InstanceId)
{
    /// <summary>A static member, by what it is named.</summary>
    public static GroupMember Static(string instanceId) => new("", instanceId);

    public override string ToString() => MemberId.Length > 0 ? MemberId : InstanceId ?? "";
}
