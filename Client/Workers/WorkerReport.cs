namespace Cloud.Client;

/// <summary>How a worker is.</summary>
/// <param name="Name">Group and topics.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Failure">Why it has failed, where it has.</param>
/// <param name="Running">For how long this run is under way.</param>
/// <param name="IsMember">Whether its group counts on it.</param>
/// <param name="Partitions">Those that it has.</param>
public sealed record WorkerReport(
    string Name,
    WorkerState State,
    Exception? Failure,
    TimeSpan Running,
    bool IsMember,
    IReadOnlyList<PartitionReport> Partitions);
