namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>Whether a broker counts.</summary>
[GenerateSerializer]
public enum BrokerCondition
{
    /// <summary>
    /// Dead, or not yet caught up with the metadata: neither leads nor is in sync (KIP-631, KIP-841).
    /// </summary>
    Fenced,

    /// <summary>Serves.</summary>
    Active,

    /// <summary>Shuts down in peace: leads only where nobody else is in sync.</summary>
    ShuttingDown,
}
