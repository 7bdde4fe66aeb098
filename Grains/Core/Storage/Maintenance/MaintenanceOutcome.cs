namespace Cloud.Core.Storage.Maintenance;

/// <summary>What one call did.</summary>
/// <param name="HasMore">A round over the logs is not through: the next call may follow at once.</param>
/// <param name="Faults">To be told to people: nothing here stops the maintenance of other logs.</param>
public sealed record MaintenanceOutcome(bool HasMore, IReadOnlyList<LogFault> Faults);
