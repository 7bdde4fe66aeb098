using System.Net;
using Cloud.Silo.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cloud.Silo.Http;

/// <summary>Where the administration listens.</summary>
internal static class KestrelListener
{
    public static void ConfigureKestrelListener(this IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services
            .AddOptions<KestrelServerOptions>()
            .Configure<IOptions<SiloProcessOptions>>((kestrel, options) =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Parse(options.Value.Bind), options.Value.HttpPort);
            }));

    /// <exception cref="StartupException">The port cannot be had.</exception>
    public static async Task Start(WebApplication app, CancellationToken cancellation)
    {
        var options = app.Services.GetRequiredService<IOptions<SiloProcessOptions>>().Value;
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartupException(
                $"Cloud:HttpPort (--http-port): {options.Bind}:{options.HttpPort} is in use by another process.", exception);
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or IOException)
        {
            throw new StartupException(
                $"Cloud:Bind (--bind): cannot listen on {options.Bind}:{options.HttpPort}: {exception.Message}", exception);
        }
    }
}
