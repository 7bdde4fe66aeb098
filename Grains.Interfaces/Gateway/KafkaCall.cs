namespace Cloud.Grains.Interfaces.Gateway;

/// <summary>A Kafka request, from a client without a connection.</summary>
/// <param name="Frame">Header and body, without their length. Not changed by anybody until the answer.</param>
/// <param name="Client">Who asks: for limits and for the log.</param>
[GenerateSerializer, Immutable, Alias("Cloud.KafkaCall")]
public sealed record KafkaCall([property: Id(0)] ReadOnlyMemory<byte> Frame, [property: Id(1)] string Client);
