using Cloud.Client;
using Cloud.Samples.OrdersInSilo;

var builder = WebApplication.CreateBuilder(args);
var folder = new BrokerFolder(builder.Configuration["Data"]!, builder.Configuration.GetValue("KafkaPort", 9292));
builder.UseOrleans(silo => silo.AddBroker(folder));
builder.Services
    .AddCloudClientOnGrains(
        options => options.Consumer = options.Consumer with { AutoOffsetReset = AutoOffsetReset.Earliest })
    .AddTopic("orders", partitions: 3)
    .AddTopic("orders.billing.dead-letter", partitions: 3)
    .AddProducer<string, Order?>(values: Serializers.Json<Order>())
    .AddConsumer<string, Order?, BillingHandler>(
        topic: "orders",
        group: "billing",
        worker => worker with { Retry = RetryPolicy.DeadLetter(attempts: 3) },
        values: Deserializers.Json<Order>());
builder.Services.AddHealthChecks().AddCloudClient();

var app = builder.Build();
app.MapPost("/orders", async (Order order, IProducer<string, Order?> orders, CancellationToken cancellationToken) =>
{
    var written = await orders.ProduceAsync(new("orders", order.Id, order), cancellationToken);
    return Results.Accepted(
        $"/orders/{order.Id}", new { written.TopicPartition.Partition, Offset = written.Offset.Value });
});
app.MapGet("/orders/{id}", async (string id, IGrainFactory grains) =>
    await grains.GetGrain<IOrderGrain>(id).Find() is { } status ? Results.Ok(status) : Results.NotFound());
app.MapHealthChecks("/health");
app.Run();
