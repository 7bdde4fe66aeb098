namespace Cloud.Architecture.CallTypes.Samples;

[GenerateSerializer, Alias("Cloud.Samples.Twin")]
public record struct BadTwin([property: Id(0)] int Number);
