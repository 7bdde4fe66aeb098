namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A partition by the name of its topic.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.TopicPartitionName")]
public readonly record struct TopicPartitionName([property: Id(0)] string Topic, [property: Id(1)] int Partition);
