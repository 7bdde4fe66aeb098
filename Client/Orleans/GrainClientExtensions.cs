using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Client;

/// <summary>Clients of hosts that are silos, or that have an Orleans client.</summary>
public static class GrainClientExtensions
{
    /// <summary>
    /// <c>fetch.max.bytes</c> by grain calls: 4 MiB instead of 50, as an answer is one message of Orleans, and large
    /// ones hold up what other grains say to each other.
    /// </summary>
    public const int FetchMaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// The same as <see cref="CloudClientExtensions.AddCloudClient(IServiceCollection, Action{CloudClientOptions})"/>,
    /// by grain calls instead of sockets. To be called after <c>UseOrleans</c> or <c>UseOrleansClient</c>, so that
    /// workers stop before the silo does.
    /// </summary>
    /// <param name="services">Of the silo's host, or of the client's.</param>
    /// <param name="configure">Is applied after the transport.</param>
    public static CloudClientBuilder AddCloudClientOnGrains(
        this IServiceCollection services, Action<CloudClientOptions>? configure = null)
    {
        services.AddOptions<CloudClientOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            options.Transport = new GrainTransport(
                provider.GetService<IGrainFactory>() ?? provider.GetRequiredService<IClusterClient>());
            options.Consumer = options.Consumer with
            {
                FetchMaxBytes = Math.Min(options.Consumer.FetchMaxBytes, FetchMaxBytes),
            };
        });
        return services.AddCloudClient(configure);
    }
}
