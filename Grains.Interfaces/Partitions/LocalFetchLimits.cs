namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a fetch over several partitions keeps to.</summary>
/// <param name="BytesMin">Wait until there is as much in all of them together.</param>
/// <param name="BytesMax">Of all of them together.</param>
/// <param name="WaitMax">No longer than that.</param>
/// <param name="IsReadCommitted">Nothing of open transactions.</param>
/// <param name="IsFollowerAllowed">A follower may answer (KIP-392).</param>
public readonly record struct LocalFetchLimits(
    int BytesMin, int BytesMax, TimeSpan WaitMax, bool IsReadCommitted, bool IsFollowerAllowed);
