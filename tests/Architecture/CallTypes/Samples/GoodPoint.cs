namespace Cloud.Architecture.CallTypes.Samples;

[GenerateSerializer, Alias("Cloud.Samples.GoodPoint")]
public readonly record struct GoodPoint([property: Id(0)] int Left, [property: Id(1)] int Top);
