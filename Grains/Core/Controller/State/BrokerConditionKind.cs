namespace Cloud.Core.Controller.State;

/// <summary>Whether a broker counts.</summary>
public enum BrokerConditionKind
{
    /// <summary>Dead or not yet caught up with the metadata: neither leads nor is in sync (KIP-631, KIP-841).</summary>
    Fenced,

    /// <summary>Serves.</summary>
    Active,

    /// <summary>Shuts down in peace: keeps following, leads no more, joins no ISR.</summary>
    ShuttingDown,
}
