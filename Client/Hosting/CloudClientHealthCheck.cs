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
        return new(status, string.Join(" ", findings.Select(finding => finding.Text)), exception: null, Describe());
    }

    // Two workers may be of the same group and topics; the second is told as such.
    private Dictionary<string, object> Describe()
    {
        var data = new Dictionary<string, object>();
        foreach (var sameName in workers.Select(worker => worker.Report()).GroupBy(report => report.Name))
        {
            foreach (var (index, report) in sameName.Index())
            {
                data.Add(
                    index == 0 ? report.Name : $"{report.Name} ({index + 1})",
                    $"{report.State}, {report.Partitions.Count} partitions, lag {WorkerHealth.TextOf(LagOf(report))}");
            }
        }

        return data;
    }

    // What is not known of one is not known of all.
    private static long? LagOf(WorkerReport report) =>
        report.Partitions.Aggregate((long?)0, (sum, partition) => sum + partition.Lag);

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
