using Cloud.Client;
using Cloud.Samples.Orders;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderBook>();
builder.Services
    .AddCloudClient(builder.Configuration.GetSection("Cloud"))
    .AddTopic("orders", partitions: 3)
    .AddTopic("orders.billing.dead-letter", partitions: 3)
    .AddProducer<string, Order?>(values: Serializers.Json<Order>())
    .AddConsumer<string, Order?, BillingHandler>(
        topic: "orders",
        group: "billing",
        worker => worker with
        {
            Order = ProcessingOrder.Key,
            Retry = RetryPolicy.RetryTopics(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) with
            {
                TopicCreation = RetryTopicCreation.CreateMissing,
            },
        },
        values: Deserializers.Json<Order>())
    .AddConsumer<string, Order?, DeadOrderHandler>(
        topic: "orders.billing.dead-letter", group: "support", values: Deserializers.Json<Order>());
builder.Services.AddHealthChecks().AddCloudClient();

var app = builder.Build();
app.MapPost("/orders", async (Order order, IProducer<string, Order?> orders, CancellationToken cancellationToken) =>
{
    var written = await orders.ProduceAsync(new("orders", order.Id, order), cancellationToken);
    return Results.Accepted(
        $"/orders/{order.Id}", new { written.TopicPartition.Partition, Offset = written.Offset.Value });
});
app.MapGet("/orders/{id}", (string id, OrderBook book) => book.Find(id) is { } status
    ? Results.Ok(status)
    : Results.NotFound());
app.MapHealthChecks("/health");
app.Run();
