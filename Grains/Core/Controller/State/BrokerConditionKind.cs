namespace Cloud.Core.Controller.State;

/// <summary>Whether a broker counts.</summary>
public enum BrokerConditionKind
{
    /// <summary>Dead or not yet caught up with the metadata: neither leads nor is in sync (KIP-631, KIP-841).</summary>
    Fenced,

    /// <summary>Serves.</summary>
    Active,

    /// <summary>Shuts down in peace: joins no ISR, stays in one and leads only where nobody else is in sync.</summary>
    ShuttingDown,
}
