namespace Cloud.Core.Storage.Producers;

/// <summary>What the one record of a control batch says: how its producer's transaction ended, and who decided it.</summary>
public readonly record struct EndTransactionMarker(bool IsCommit, int CoordinatorEpoch);
