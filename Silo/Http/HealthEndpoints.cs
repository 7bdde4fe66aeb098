using Cloud.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloud.Silo.Http;

/// <summary>
/// <c>GET /health/live</c>: the process runs. <c>GET /health/ready</c>: every broker of it serves; else 503 with who
/// does not, and why.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static () => Results.Text("live"));
        routes.MapGet("/health/ready", static async (SiloProcess process) =>
        {
            var brokers = await Task.WhenAll(process.Brokers.Select(broker => broker.Probe()));
            var isReady = brokers.Length == process.Options.Silos && brokers.All(broker => broker.IsReady);
            return Results.Json(
                new HealthReport(isReady ? "ready" : "not ready", brokers),
                SiloJson.Default.HealthReport,
                statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
