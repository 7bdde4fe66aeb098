namespace Cloud.Core.Groups.Consumers;

/// <summary>Member epochs with a meaning of their own.</summary>
public static class MemberEpoch
{
    /// <summary>The member joins.</summary>
    public const int Join = 0;

    /// <summary>The member leaves for good.</summary>
    public const int Leave = -1;

    /// <summary>The static member leaves and may be back: its partitions are kept for it.</summary>
    public const int LeaveStatic = -2;
}
