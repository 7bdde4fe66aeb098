namespace Cloud.Core.Storage.Maintenance;

/// <summary>What one scrub call looked at.</summary>
/// <param name="BytesRead">Less than was allowed when the round over all logs is through.</param>
/// <param name="IsRoundComplete">
/// Every sealed segment was looked at since the round began; the next call begins anew.
/// </param>
/// <param name="Faults">Damage that was found: those logs have failed.</param>
public sealed record ScrubOutcome(long BytesRead, bool IsRoundComplete, IReadOnlyList<LogFault> Faults);
