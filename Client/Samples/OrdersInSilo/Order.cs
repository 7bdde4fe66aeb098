namespace Cloud.Samples.OrdersInSilo;

/// <summary>What is ordered.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.Samples.Order")]
public sealed record Order([property: Id(0)] string Id, [property: Id(1)] string Item, [property: Id(2)] int Quantity);
