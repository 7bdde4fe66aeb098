using System.Collections.Immutable;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>The producers that a replica's log knows; none with an error.</summary>
public sealed record LocalProducersAnswer(KafkaError Error, ImmutableArray<LocalProducer> Producers);
