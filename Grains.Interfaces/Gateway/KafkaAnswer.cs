namespace Cloud.Grains.Interfaces.Gateway;

/// <summary>A Kafka response, to a client without a connection.</summary>
/// <param name="Frame">
/// Header and body, without their length, records and all; empty where Kafka has none (a produce with acks 0).
/// </param>
/// <param name="Refusal">
/// Why the request was none, where a connection would have been closed (<see cref="KafkaRequestRefusedException"/>);
/// else null.
/// </param>
[GenerateSerializer, Immutable, Alias("Cloud.KafkaAnswer")]
public sealed record KafkaAnswer([property: Id(0)] ReadOnlyMemory<byte> Frame, [property: Id(1)] string? Refusal);
