namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A broker tells that a replica of its own does not do what the committed state says it does.</summary>
/// <param name="LeaderEpoch">The one it knows.</param>
/// <param name="IsLogFailed">
/// Its log has failed: it can neither lead nor follow. Else it leads no more in the epoch that was granted to it.
/// </param>
[GenerateSerializer, Immutable, Alias("Cloud.TroubleReport")]
public sealed record TroubleReport(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] int Partition,
    [property: Id(2)] int BrokerId,
    [property: Id(3)] long BrokerEpoch,
    [property: Id(4)] int LeaderEpoch,
    [property: Id(5)] bool IsLogFailed);
