namespace Cloud.Client;

/// <summary>As whom a consumer commits and reads offsets.</summary>
/// <param name="MemberId">Empty outside of membership.</param>
/// <param name="Epoch">Generation or member epoch; -1 outside of membership.</param>
/// <param name="InstanceId">Of static members.</param>
internal sealed record MemberIdentity(string MemberId, int Epoch, string? InstanceId)
{
    /// <summary>Of consumers that assign themselves partitions.</summary>
    public static MemberIdentity Nobody { get; } = new("", -1, null);

    public bool IsMember => Epoch >= 0;
}
