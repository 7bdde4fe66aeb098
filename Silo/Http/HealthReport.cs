using Cloud.Silo.Hosting;

namespace Cloud.Silo.Http;

/// <summary>Body of <c>/health/ready</c>.</summary>
internal sealed record HealthReport(string Status, IReadOnlyList<BrokerHealth> Brokers);
