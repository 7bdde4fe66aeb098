namespace Cloud.Core.Groups;

/// <summary>Whether a group that has members may change its protocol.</summary>
public enum MigrationPolicy
{
    Disabled,

    /// <summary>From the classic protocol to that of KIP-848, when the first such member comes.</summary>
    Upgrade,

    /// <summary>Back to the classic protocol, when the last member of KIP-848 goes.</summary>
    Downgrade,

    Bidirectional,
}
