using Cloud.Grains.Interfaces.Metadata;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>The controller's answer to a proposal, with what is committed where there is such a partition.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.IsrAnswer")]
public sealed record IsrAnswer([property: Id(0)] IsrVerdict Verdict, [property: Id(1)] PartitionMetadata? Committed);
