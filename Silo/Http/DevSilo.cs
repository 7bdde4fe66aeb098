namespace Cloud.Silo.Http;

/// <summary>A silo in <c>/dev/silos</c>.</summary>
/// <param name="Condition">What the process does with it: running, paused, stopped …</param>
/// <param name="Membership">What the other silos hold it for; null where none can be asked.</param>
internal sealed record DevSilo(
    int BrokerId, string Name, string Condition, string? Membership, string? Address, int KafkaPort, string DataFolder);
