namespace Cloud.Silo.Hosting;

/// <summary>Whether a broker serves, and if not, why.</summary>
internal sealed record BrokerHealth(int BrokerId, bool IsReady, string State);
