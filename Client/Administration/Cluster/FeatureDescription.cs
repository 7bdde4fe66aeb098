namespace Cloud.Client;

/// <summary>Features of the cluster (KIP-584).</summary>
/// <param name="Finalized">Levels that the whole cluster has agreed on.</param>
/// <param name="FinalizedEpoch">Grows with each change of them; null where it is not known.</param>
/// <param name="Supported">Levels that the broker that was asked can speak.</param>
public sealed record FeatureDescription(
    IReadOnlyDictionary<string, FeatureRange> Finalized,
    long? FinalizedEpoch,
    IReadOnlyDictionary<string, FeatureRange> Supported);
