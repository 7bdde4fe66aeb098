namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A broker that a leader holds in sync, in one of its lives (KIP-903).</summary>
[GenerateSerializer, Immutable, Alias("Cloud.IsrMemberEpoch")]
public readonly record struct IsrMemberEpoch([property: Id(0)] int BrokerId, [property: Id(1)] long BrokerEpoch);
