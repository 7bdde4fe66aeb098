using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Configuration;

/// <summary>One setting of a broker that is no default of a topic setting.</summary>
/// <param name="Default">In the form a person would write; null for none.</param>
public sealed record BrokerConfigDefinition(string Name, ConfigRule Rule, string? Default, string Documentation)
{
    public ConfigImportance Importance { get; init; } = ConfigImportance.Medium;

    /// <summary>It is shown under this name, and set by another option of the process; null for all others.</summary>
    public string? SetBy { get; init; }

    public ConfigType Type => Rule.Type;
}
