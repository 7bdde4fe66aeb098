using Cloud.Protocol;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Checks;

/// <summary>
/// What has been committed of one partition, as any replica showed it first: what every replica must show ever after.
/// One thread.
/// </summary>
internal sealed class CommittedLog(World world, TopicIdPartition partition)
{
    private readonly List<CommittedRecord> _records = [];
    private readonly List<int> _commitEpochs = [];
    private readonly Dictionary<long, long> _lastNumbers = [];

    public TopicIdPartition Partition => partition;

    public long EndOffset => _records.Count;

    /// <summary>Records below it were to be deleted: readers may be sent away from there.</summary>
    public Offset DeletedBefore
    {
        get;
        set => field = Offset.Max(field, value);
    }

    /// <summary>Producers that go on only when they were acknowledged: not one number may be missing.</summary>
    public HashSet<long> StrictProducers { get; } = [];

    /// <summary>The last record of a producer that is committed; -1 for none.</summary>
    public long LastNumberOf(long producer) => _lastNumbers.GetValueOrDefault(producer, -1);

    /// <summary>Where a producer's first record of this number or a later one is; the end without one.</summary>
    public Offset OffsetOf(long producer, long number)
    {
        var at = _records.FindIndex(record => record.Producer == producer && record.Number >= number);
        return new(at >= 0 ? at : EndOffset);
    }

    /// <summary>A replica shows these records below its high watermark.</summary>
    public void Show(int broker, LeaderEpoch epoch, Offset start, Offset end, List<CommittedRecord> records)
    {
        var expected = start.Value;
        foreach (var record in records)
        {
            if (!world.Check(record.Offset == expected, $"I3: {Name} on {broker} has no gap at {expected}"))
            {
                return;
            }

            if (expected < _records.Count)
            {
                Compare(broker, record);
            }
            else
            {
                Add(record, epoch);
            }

            expected++;
        }

        world.Check(expected == end.Value, $"I3: {Name} on {broker} can be read up to {end}, ends at {expected}");
    }

    /// <summary>Everything committed before the epoch is in the log that opens it.</summary>
    public void LeaderStarts(int broker, LeaderEpoch epoch, Offset logEndOffset, List<CommittedRecord> log)
    {
        var later = _commitEpochs.FindIndex(committed => committed >= epoch.Value);
        var end = later >= 0 ? later : _records.Count;
        if (world.Check(
            logEndOffset.Value >= end,
            $"I1: {Name}: broker {broker} leads epoch {epoch} with a log that ends at {logEndOffset}, " +
            $"committed: {end}"))
        {
            Holds(broker, log, end);
        }
    }

    /// <summary>Those records of the log that are committed are the committed ones.</summary>
    public void Holds(int broker, List<CommittedRecord> log, long end)
    {
        foreach (var record in log)
        {
            if (record.Offset < end && record.Offset < _records.Count)
            {
                Compare(broker, record);
            }
        }
    }

    /// <summary>A reader was given a record, or a producer was told that it is committed.</summary>
    public void Seen(string by, long offset, long producer, long number)
    {
        if (world.Check(offset < _records.Count, $"I4: {Name}: {by} saw offset {offset}, committed: {_records.Count}"))
        {
            var record = _records[(int)offset];
            world.Check(
                record.Producer == producer && record.Number == number,
                $"I1: {Name}: {by} saw {producer}/{number} at {offset}, committed is {record}");
        }
    }

    private string Name => $"partition {partition.Partition} of {partition.TopicId.Value.ToString()[..4]}";

    private void Compare(int broker, CommittedRecord record)
    {
        var committed = _records[(int)record.Offset];
        world.Check(record == committed, $"I2: {Name} on {broker} has {record}, committed was {committed}");
    }

    private void Add(CommittedRecord record, LeaderEpoch epoch)
    {
        if (_lastNumbers.TryGetValue(record.Producer, out var last))
        {
            world.Check(record.Number > last, $"I5: {Name}: {record} comes after number {last} of its producer");
        }

        if (StrictProducers.Contains(record.Producer))
        {
            var expected = _lastNumbers.TryGetValue(record.Producer, out var before) ? before + 1 : 0;
            world.Check(record.Number == expected, $"I5: {Name}: {record} is not number {expected} of its producer");
        }

        if (_records.Count > 0)
        {
            world.Check(
                record.LeaderEpoch >= _records[^1].LeaderEpoch, $"I6: {Name}: epochs do not go back at {record}");
        }

        _lastNumbers[record.Producer] = record.Number;
        _records.Add(record);
        _commitEpochs.Add(epoch.Value);
    }
}
