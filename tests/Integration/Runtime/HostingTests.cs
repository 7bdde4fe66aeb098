using System.Globalization;
using Cloud.Integration.Silos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cloud.Integration.Runtime;

public sealed class HostingTests
{
    [Fact]
    public async Task Web_application_with_a_silo_calls_grains_from_its_endpoints()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseOrleans(ConfigureSilo);
        await using var app = builder.Build();
        app.MapGet("/{key}", (string key, IGrainFactory grains) => grains.GetGrain<IStringKeyGrain>(key).Key());

        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var reply = await http.GetStringAsync(new Uri("/ann", UriKind.Relative));
        var client = app.Services.GetRequiredService<IClusterClient>();
        var replyToClient = await client.GetGrain<IStringKeyGrain>("bob").Key();
        await app.StopAsync();

        Assert.Equal("ann", reply);
        Assert.Equal("bob", replyToClient);
    }

    [Fact]
    public async Task Client_in_a_host_of_its_own_calls_grains_of_a_silo()
    {
        var id = Guid.NewGuid().ToString("N");
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        using var silo = new HostBuilder()
            .UseOrleans(builder => builder.UseLocalhostClustering(siloPort, gatewayPort, null, id, id))
            .Build();
        using var client = new HostBuilder()
            .UseOrleansClient(builder => builder.UseLocalhostClustering(gatewayPort, id, id))
            .Build();
        await silo.StartAsync();
        await client.StartAsync();

        var key = await client.Services.GetRequiredService<IClusterClient>().GetGrain<IStringKeyGrain>("k").Key();

        Assert.Equal("k", key);
        await client.StopAsync();
        await silo.StopAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Host_with_a_silo_takes_no_client_beside_it(bool isSiloFirst)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (isSiloFirst)
        {
            builder.UseOrleans(ConfigureSilo);
            Assert.Throws<OrleansConfigurationException>(() => builder.UseOrleansClient(ConfigureClient));
        }
        else
        {
            builder.UseOrleansClient(ConfigureClient);
            Assert.Throws<OrleansConfigurationException>(() => builder.UseOrleans(ConfigureSilo));
        }
    }

    private static void ConfigureSilo(ISiloBuilder silo)
    {
        var id = Guid.NewGuid().ToString("N");
        silo.UseLocalhostClustering(FreePort(), FreePort(), null, id, id);
    }

    private static void ConfigureClient(IClientBuilder client) => client.UseLocalhostClustering();

    private static int FreePort() => int.Parse(SiloProgram.FreePort(), CultureInfo.InvariantCulture);
}
