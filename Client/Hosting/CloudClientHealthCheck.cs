using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cloud.Client;

/// <summary>What <see cref="CloudClientExtensions"/> says that it tells.</summary>
internal sealed class CloudClientHealthCheck(IClusterProbe probe, IReadOnlyList<IWorker> workers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var asked = await AskBrokers(cancellationToken).ConfigureAwait(false);
        var findings = workers.Select(WorkerHealth.Judge)
            .Append(asked)
            .Where(finding => finding.Status is not HealthStatus.Healthy)
            .ToList();
        var status = findings.Count == 0 ? HealthStatus.Healthy : findings.Min(finding => finding.Status);
        var data = workers.Select(worker => worker.Report()).ToDictionary(
            report => report.Name,
            report => (object)$"{report.State}, {report.Partitions.Count} partitions, lag {LagOf(report)}");
        return new(status, string.Join(" ", findings.Select(finding => finding.Text)), exception: null, data);
    }

    private static long LagOf(WorkerReport report) => report.Partitions.Sum(partition => partition.Lag);

    private async Task<HealthFinding> AskBrokers(CancellationToken cancellationToken)
    {
        try
        {
            await probe.Ask(cancellationToken).ConfigureAwait(false);
            return HealthFinding.Healthy;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return new(HealthStatus.Unhealthy, $"No broker answers: {failure.Message}");
        }
    }
}
