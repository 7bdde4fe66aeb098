using System.Net;
using System.Net.Sockets;
using Cloud.Silo.Startup;
using Microsoft.AspNetCore.Builder;
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
        EnsureFree(new IPEndPoint(IPAddress.Parse(options.Bind), options.HttpPort));
        await app.StartAsync(cancellation);
    }

    // Asked first, because the server logs a page about a port that is taken.
    private static void EnsureFree(IPEndPoint endpoint)
    {
        try
        {
            using var probe = new TcpListener(endpoint);
            probe.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(
                $"Cloud:HttpPort (--http-port): {endpoint} is in use by another process.", exception);
        }
        catch (SocketException exception)
        {
            throw new StartupException(
                $"Cloud:Bind (--bind): cannot listen on {endpoint}: {exception.Message}", exception);
        }
    }
}
