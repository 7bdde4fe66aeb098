namespace Cloud.Core.Storage.Configuration;

/// <summary>What makes old records go. None: everything is kept for ever.</summary>
[Flags]
public enum CleanupPolicy
{
    None = 0,

    /// <summary>Old segments go by age and size.</summary>
    Delete = 1,

    /// <summary>Of each key the latest record stays.</summary>
    Compact = 2,
}
