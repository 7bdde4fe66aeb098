using System.Globalization;
using Cloud.Simulation.Cluster.Faults;

namespace Cloud.Simulation.Cluster;

/// <summary>What many seeds came to, as text.</summary>
internal sealed class RunSummary
{
    private readonly SortedDictionary<FaultKind, long> _faults = [];
    private int _seeds;
    private long _steps;
    private long _acknowledged;
    private long _committed;
    private long _lostPartitions;
    private long _lostMessages;
    private long _repeatedMessages;
    private long _deletedTopics;
    private long _resignations;
    private long _lateCuts;
    private long _storeTimeouts;
    private long _takeOvers;
    private long _verdicts;

    public void Add(RunReport report)
    {
        _seeds++;
        _steps += report.StepCount;
        _acknowledged += report.AcknowledgedCount;
        _committed += report.CommittedCount;
        _lostPartitions += report.LostCount;
        _lostMessages += report.LostMessageCount;
        _repeatedMessages += report.RepeatedMessageCount;
        _deletedTopics += report.DeletedTopicCount;
        _resignations += report.ResignationCount;
        _lateCuts += report.LateCutCount;
        _storeTimeouts += report.StoreTimeoutCount;
        _takeOvers += report.TakeOverCount;
        _verdicts += report.VerdictCount;
        foreach (var (kind, count) in report.Faults)
        {
            _faults[kind] = _faults.GetValueOrDefault(kind) + count;
        }
    }

    public string Text(TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        seeds: {_seeds} in {elapsed.TotalSeconds:F0} s, {_seeds / Math.Max(elapsed.TotalMinutes, 0.001):F0} a minute
        steps: {_steps}, {_steps / Math.Max(_seeds, 1)} a seed
        records: {_acknowledged} acknowledged by all, {_committed} committed
        faults: {string.Join(", ", _faults.Select(entry => $"{entry.Key} {entry.Value}"))}
        messages: {_lostMessages} lost, {_repeatedMessages} repeated, {_lateCuts} cuts come late
        store: {_storeTimeouts} time-outs
        controllers: {_takeOvers} take-overs; membership: {_verdicts} verdicts; leaders: {_resignations} resigned
        topics deleted under load: {_deletedTopics}
        partitions left to an operator: {_lostPartitions}
        """);
}
