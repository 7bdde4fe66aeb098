namespace Cloud.Samples.Orders;

/// <summary>What is ordered, as it comes by HTTP and lies in the topic.</summary>
public sealed record Order(string Id, string Item, int Quantity);
