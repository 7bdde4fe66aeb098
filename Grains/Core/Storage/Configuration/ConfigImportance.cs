namespace Cloud.Core.Storage.Configuration;

/// <summary>How soon a person should look at a setting.</summary>
public enum ConfigImportance
{
    Low = 0,
    Medium,
    High,
}
