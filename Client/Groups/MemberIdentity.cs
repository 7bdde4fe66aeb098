namespace Cloud.Client;

/// <summary>As whom a consumer commits and reads offsets.</summary>
/// <param name="MemberId">Empty outside of membership.</param>
/// <param name="Epoch">Generation or member epoch; -1 outside of membership.</param>
/// <param name="InstanceId">Of static members.</param>
/// <param name="Membership">
/// Another one each time that it joins, while it stays the same as the epoch grows: what was read as a member is not
/// committed as another. 0 outside of groups.
/// </param>
internal sealed record MemberIdentity(string MemberId, int Epoch, string? InstanceId, int Membership)
{
    /// <summary>Of consumers that assign themselves partitions.</summary>
    public static MemberIdentity Nobody { get; } = new("", -1, null, 0);

    public bool IsMember => Epoch >= 0;

    /// <summary>Whether it has its place without a break since it was that one.</summary>
    public bool Continues(MemberIdentity former) => Membership == former.Membership && IsMember == former.IsMember;
}
