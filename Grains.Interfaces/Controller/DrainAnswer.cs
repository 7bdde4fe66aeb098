using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>How far a broker is with being emptied. All counts are 0 when it is empty.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
/// <param name="Started">Partitions that begin to move now.</param>
/// <param name="Moving">Partitions that were on their way.</param>
/// <param name="Waiting">Partitions whose turn comes later.</param>
/// <param name="Stuck">Partitions for which no other broker is free.</param>
[GenerateSerializer, Immutable, Alias("Cloud.DrainAnswer")]
public sealed record DrainAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] int Started,
    [property: Id(3)] int Moving,
    [property: Id(4)] int Waiting,
    [property: Id(5)] int Stuck);
