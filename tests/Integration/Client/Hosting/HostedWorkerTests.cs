using Cloud.Client;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Cloud.Integration.Client.Hosting;

/// <summary>Producers and workers of a host against real brokers, by sockets and by grain calls.</summary>
public sealed class HostedWorkerTests
{
    private const string Dead = "orders.billing.dead-letter";

    [Theory]
    [MemberData(nameof(ClientTransport.All), MemberType = typeof(ClientTransport))]
    public async Task Failed_records_go_through_the_retry_topic_to_the_dead_letters_and_others_go_on(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 2, 1);
        var log = new OrderLog();
        log.Bad["b"] = true;
        using var host = await StartHost(cluster, transport, log);
        var producer = host.Services.GetRequiredService<IProducer<string?, string?>>();

        foreach (var order in new[] { "a", "b", "c" })
        {
            await producer.ProduceAsync(new("orders", order, order));
        }

        await Eventually.Is(
            () => Task.FromResult(log.Seen.ToArray()),
            seen => seen.Contains($"{Dead}:b") && seen.Contains("orders:c"),
            "the dead letter was read, and what came after it");
        Assert.Equal(
            [$"{Dead}:b", "orders.billing.retry.1:b", "orders:a", "orders:b", "orders:c"],
            log.Seen.Order(StringComparer.Ordinal));
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal((HealthStatus.Healthy, ""), (health.Status, health.Entries["cloud-client"].Description));
        await host.StopAsync();
    }

    [Theory]
    [MemberData(nameof(ClientTransport.All), MemberType = typeof(ClientTransport))]
    public async Task Worker_that_was_stopped_has_committed_and_the_next_one_goes_on_from_there(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 2, 1);
        var first = new OrderLog();
        using (var host = await StartHost(cluster, transport, first))
        {
            var producer = host.Services.GetRequiredService<IProducer<string?, string?>>();
            foreach (var order in Enumerable.Range(0, 20))
            {
                await producer.ProduceAsync(new("orders", $"{order}", $"{order}"));
            }

            await Eventually.Is(() => Task.FromResult(first.Seen.Count), count => count == 20, "all are processed");
            await host.StopAsync();
        }

        var second = new OrderLog();
        using var next = await StartHost(cluster, transport, second);
        await next.Services.GetRequiredService<IProducer<string?, string?>>().ProduceAsync(new("orders", "x", "last"));

        await Eventually.Is(() => Task.FromResult(second.Seen.Count), count => count > 0, "the last is processed");
        Assert.Equal(["orders:last"], second.Seen);
        await next.StopAsync();
    }

    [Theory]
    [MemberData(nameof(ClientTransport.All), MemberType = typeof(ClientTransport))]
    public async Task Record_that_was_passed_on_before_a_restart_is_tried_again_after_it(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        await cluster.ServeTopic("orders.billing.retry.1", 1, 1);
        using var before = await StartProducer(cluster, transport);
        await before.Services.GetRequiredService<IProducer<string?, string?>>()
            .ProduceAsync(new("orders.billing.retry.1", "a", "a"));
        var log = new OrderLog();

        using var host = await StartHost(cluster, transport, log, AutoOffsetReset.Latest);

        await Eventually.Is(() => Task.FromResult(log.Seen.Count), count => count > 0, "it was tried again");
        Assert.Equal(["orders.billing.retry.1:a"], log.Seen);
        await host.StopAsync();
    }

    [Fact]
    public async Task Health_check_tells_that_no_broker_answers()
    {
        var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        using var host = await StartHost(cluster, ClientTransport.Wire, new OrderLog());
        await cluster.DisposeAsync();

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("No broker answers", health.Entries["cloud-client"].Description, StringComparison.Ordinal);
    }

    private static async Task<IHost> StartProducer(BrokerCluster cluster, string transport)
    {
        var builder = Host.CreateApplicationBuilder();
        AddClients(builder.Services, cluster, transport, AutoOffsetReset.Earliest).AddProducer<string?, string?>();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<IHost> StartHost(
        BrokerCluster cluster, string transport, OrderLog log, AutoOffsetReset? reset = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(log);
        builder.Services.AddScoped<OrderScope>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        AddClients(builder.Services, cluster, transport, reset ?? AutoOffsetReset.Earliest)
            .AddTopic(Dead)
            .AddProducer<string?, string?>()
            .AddConsumer<string?, string?, OrderHandler>("orders", "billing", worker => worker with
            {
                Retry = RetryPolicy.RetryTopics(TimeSpan.FromMilliseconds(100)) with
                {
                    TopicCreation = RetryTopicCreation.CreateMissing,
                },
            })
            .AddConsumer<string?, string?, OrderHandler>(Dead, "support", worker => worker with
            {
                Retry = RetryPolicy.DeadLetter(1) with { AfterRetries = AfterRetries.Skip },
            });
        builder.Services.AddHealthChecks().AddCloudClient();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static CloudClientBuilder AddClients(
        IServiceCollection services, BrokerCluster cluster, string transport, AutoOffsetReset reset)
    {
        if (transport == ClientTransport.Wire)
        {
            return services.AddCloudClient(options =>
            {
                options.BootstrapServers = ClientTransport.ServersOf(cluster);
                options.Consumer = new() { AutoOffsetReset = reset };
            });
        }

        services.AddSingleton(cluster.Grains);
        return services.AddCloudClientOnGrains(
            options => options.Consumer = options.Consumer with { AutoOffsetReset = reset });
    }
}
