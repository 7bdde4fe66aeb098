using System.Diagnostics.Metrics;

namespace Cloud.Grains.Groups;

/// <summary>What is measured of consumer groups, by each group's coordinator: meter <c>Cloud.Groups</c>.</summary>
internal sealed class GroupInstruments : IDisposable
{
    public const string MeterName = "Cloud.Groups";
    public const string LagName = "cloud.group.lag";

    private readonly Meter _meter = new(MeterName);
    private readonly ObservableGauge<long> _lag;
    private IReadOnlyList<GroupLag> _measured = [];

    public GroupInstruments() => _lag = _meter.CreateObservableGauge(
        LagName, Observe, "{record}", "Records from what a group has committed to the end of the partition.");

    /// <summary>Whether anybody listens: else nothing need be measured.</summary>
    public bool IsLagWanted => _lag.Enabled;

    public void SetLag(IReadOnlyList<GroupLag> measured) => Volatile.Write(ref _measured, measured);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Observe() =>
        Volatile.Read(ref _measured).Select(lag => new Measurement<long>(
            lag.RecordCount,
            new KeyValuePair<string, object?>("group", lag.GroupId),
            new KeyValuePair<string, object?>("topic", lag.Topic),
            new KeyValuePair<string, object?>("partition", lag.Partition)));
}
