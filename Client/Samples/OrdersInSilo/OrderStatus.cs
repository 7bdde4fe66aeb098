namespace Cloud.Samples.OrdersInSilo;

/// <summary>How far an order is.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.Samples.OrderStatus")]
public sealed record OrderStatus([property: Id(0)] string State, [property: Id(1)] int Attempts);
