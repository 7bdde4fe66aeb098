using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cloud.Client;

/// <summary>What a worker's report means.</summary>
internal static class WorkerHealth
{
    public static HealthFinding Judge(IWorker worker)
    {
        var report = worker.Report();
        if (report.State is WorkerState.Faulted)
        {
            return new(HealthStatus.Unhealthy, $"Worker '{report.Name}' has failed: {report.Failure?.Message}");
        }

        if (report.State is WorkerState.Stopped)
        {
            return new(HealthStatus.Unhealthy, $"Worker '{report.Name}' has stopped.");
        }

        var stalled = report.Partitions
            .Where(partition => partition.Lag is not 0 && partition.SinceProgress > worker.StalledAfter)
            .ToList();
        if (stalled.Count > 0)
        {
            return new(HealthStatus.Degraded, Stalled(report.Name, stalled));
        }

        return report is { State: WorkerState.Running, IsMember: false } && report.Running > worker.StalledAfter
            ? new(HealthStatus.Degraded, $"Worker '{report.Name}' is no member of its group.")
            : HealthFinding.Healthy;
    }

    /// <summary>For people.</summary>
    public static string TextOf(long? lag) => lag?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private static string Stalled(string name, List<PartitionReport> stalled)
    {
        var parts = stalled.Select(partition => string.Create(
            CultureInfo.InvariantCulture,
            $"{partition.Partition} (lag {TextOf(partition.Lag)}, {(long)partition.SinceProgress.TotalSeconds} s)"));
        return $"Worker '{name}' gets nothing done of {string.Join(", ", parts)}.";
    }
}
