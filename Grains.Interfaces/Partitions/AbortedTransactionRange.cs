namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>A transaction whose records a read-committed reader skips, from its first offset to its marker.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.AbortedTransactionRange")]
public readonly record struct AbortedTransactionRange(
    [property: Id(0)] long ProducerId, [property: Id(1)] long FirstOffset);
