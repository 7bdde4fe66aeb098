using Cloud.Grains.Brokers;
using Cloud.Protocol;
using Cloud.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cloud.Silo.Http;

/// <summary>
/// <c>GET /dev/silos</c> and <c>POST /dev/silos/{brokerId}/kill|start|pause|resume</c>, for development: open only with
/// <c>--dev-faults</c>. 404 for a broker that is not here, 409 for a fault that its condition does not allow.
/// </summary>
internal static class DevSilosEndpoints
{
    public static void MapDevSilos(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dev/silos", static (SiloProcess process) => Results.Json(
            [.. process.Brokers.Select(broker => Describe(broker, process))], SiloJson.Default.IReadOnlyListDevSilo));
        Map(routes, "kill", [BrokerCondition.Running, BrokerCondition.Paused], static broker => broker.Kill());
        Map(routes, "start", [BrokerCondition.Stopped], static broker => broker.Start(CancellationToken.None));
        Map(routes, "pause", [BrokerCondition.Running], static broker => broker.Pause());
        Map(routes, "resume", [BrokerCondition.Paused], static broker => broker.Resume(CancellationToken.None));
    }

    private static void Map(
        IEndpointRouteBuilder routes, string fault, BrokerCondition[] allowed, Func<BrokerHost, Task> action) =>
        routes.MapPost($"/dev/silos/{{brokerId:int}}/{fault}", async (
            int brokerId, SiloProcess process, SiloProcessLog log) =>
            await process.Do(new BrokerId(brokerId), async broker =>
            {
                if (!allowed.Contains(broker.Condition))
                {
                    return Refusal(
                        $"Broker {brokerId} is {NameOf(broker.Condition)}: cannot {fault}.",
                        StatusCodes.Status409Conflict);
                }

                log.Fault(broker.Identity.BrokerId, fault);
                await action(broker);
                return Results.Json(Describe(broker, process), SiloJson.Default.DevSilo);
            })
            ?? Refusal($"There is no broker {brokerId} in this process.", StatusCodes.Status404NotFound));

    private static IResult Refusal(string error, int statusCode) =>
        Results.Json(new DevError(error), SiloJson.Default.DevError, statusCode: statusCode);

    private static DevSilo Describe(BrokerHost broker, SiloProcess process) => new(
        broker.Identity.BrokerId.Value,
        BrokerSilos.NameOf(broker.Identity.BrokerId),
        NameOf(broker.Condition),
        process.Brokers
            .Select(other => other.StatusOf(broker.Identity.BrokerId))
            .FirstOrDefault(status => status is not null)
            ?.ToString(),
        broker.Address?.ToString(),
        broker.Identity.KafkaPort,
        broker.Identity.DataFolder);

    private static string NameOf(BrokerCondition condition) => condition.ToString().ToLowerInvariant();
}
