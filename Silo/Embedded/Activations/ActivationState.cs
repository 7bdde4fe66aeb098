namespace Cloud.Embedded.Activations;

/// <summary>The life of an activation, in order.</summary>
internal enum ActivationState
{
    Created,
    Activating,
    Valid,
    Deactivating,
    Gone,
}
