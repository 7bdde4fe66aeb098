using Cloud.Integration.Silos;

namespace Cloud.Interop.Samples;

/// <summary>The samples do what their README says, as processes of their own.</summary>
public sealed class SamplesTests
{
    [Fact]
    public async Task Orders_are_billed_retried_and_given_up()
    {
        using var folder = new TemporaryFolder();
        var port = FreePorts.Take(inRow: 2);
        await using var silo = SiloProgram.Start(
            "--data", folder.Path, "--kafka-port", $"{port}", "--http-port", $"{port + 1}");
        await silo.Ready();
        await using var orders = await SampleProgram.Start("Orders", ("Cloud:BootstrapServers", $"127.0.0.1:{port}"));

        await orders.Post(new { id = "1", item = "tea", quantity = 2 });
        await orders.Post(new { id = "2", item = "luck", quantity = 1 });
        await orders.Post(new { id = "3", item = "tea", quantity = 0 });

        await orders.Becomes("1", "billed", attempts: 1);
        await orders.Becomes("2", "billed", attempts: 2);
        await orders.Becomes("3", "given up", attempts: 3);
        Assert.Equal("Healthy", await orders.Health());
        await orders.Stop();
    }

    [Fact]
    public async Task Orders_in_a_silo_are_billed_by_their_grains()
    {
        using var folder = new TemporaryFolder();
        await using var orders = await SampleProgram.Start(
            "OrdersInSilo", ("Data", folder.Path), ("KafkaPort", $"{FreePorts.Take()}"));

        await orders.Post(new { id = "1", item = "tea", quantity = 2 });
        await orders.Post(new { id = "2", item = "luck", quantity = 1 });

        await orders.Becomes("1", "billed", attempts: 1);
        await orders.Becomes("2", "billed", attempts: 2);
        Assert.Equal("Healthy", await orders.Health());
        await orders.Stop();
    }
}
