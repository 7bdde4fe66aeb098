using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Cloud.Client;

/// <summary>Clients in hosts: ASP.NET services, workers, silos.</summary>
public static class CloudClientExtensions
{
    /// <summary>
    /// Adds what producers and consumer workers of this host have in common. Workers begin when the host starts and
    /// end, with all that they have begun, when it stops; <c>HostOptions.ShutdownTimeout</c> says how long they may
    /// take.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="configure">Sets servers and defaults.</param>
    public static CloudClientBuilder AddCloudClient(
        this IServiceCollection services, Action<CloudClientOptions>? configure = null)
    {
        services.AddOptions();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton<ClientSettings>();
        services.TryAddSingleton<ClusterProbe>();
        if (services.All(service => service.ServiceType != typeof(ProducerRegistry)))
        {
            services.AddSingleton<ProducerRegistry>();
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ProducerRegistry>());
        }

        return new(services);
    }

    /// <summary>
    /// The same with settings from a configuration: <c>BootstrapServers</c>, <c>ClientId</c>, and in <c>Producer</c>
    /// and
    /// <c>Consumer</c> each option by its name, as in <c>"Consumer": { "AutoOffsetReset": "earliest" }</c>. A setting
    /// that is none is refused when the first client is made.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">Such as <c>builder.Configuration.GetSection("Cloud")</c>.</param>
    /// <param name="configure">Is applied after the settings.</param>
    public static CloudClientBuilder AddCloudClient(
        this IServiceCollection services, IConfiguration section, Action<CloudClientOptions>? configure = null)
    {
        services.Configure<CloudClientOptions>(options => ConfiguredOptions.Apply(section, options));
        return services.AddCloudClient(configure);
    }

    /// <summary>
    /// Tells the truth about this host's clients: unhealthy when no broker answers or a worker has failed and has not
    /// recovered, degraded when a partition has records that wait, or may have some, and none gets done, or a worker is
    /// no member of its group.
    /// </summary>
    public static IHealthChecksBuilder AddCloudClient(
        this IHealthChecksBuilder builder, string name = "cloud-client", IEnumerable<string>? tags = null) =>
        builder.Add(new HealthCheckRegistration(
            name,
            provider => new CloudClientHealthCheck(
                provider.GetRequiredService<ClusterProbe>(), [.. provider.GetServices<IWorker>()]),
            failureStatus: null,
            tags));
}
