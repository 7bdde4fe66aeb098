using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cloud.Client;

/// <summary>One thing that was looked at.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Text">What is wrong; empty for nothing.</param>
internal sealed record HealthFinding(HealthStatus Status, string Text)
{
    public static HealthFinding Healthy { get; } = new(HealthStatus.Healthy, "");
}
