namespace Cloud.Core.Groups.Consumers;

/// <summary>What describing a KIP-848 group shows. Follows from epochs, is stored nowhere.</summary>
public enum ConsumerGroupState
{
    Empty,

    /// <summary>Its target assignment is not made yet.</summary>
    Assigning,

    /// <summary>Members are on their way to the target.</summary>
    Reconciling,

    Stable,
}
