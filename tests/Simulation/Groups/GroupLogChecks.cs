using System.Globalization;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Protocol.Wire;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>
/// Reads what is committed of the log, record by record, and knows by that alone who owns what: a commit that is in the
/// log must be its owner's, and no offset may go back. Members write their id and epoch beside each offset.
/// </summary>
internal sealed class GroupLogChecks(World world, SimulatedOffsetsLog log)
{
    private const short AssignmentVersionMax = 3;

    // Of classic groups, as the last snapshot says.
    private readonly Dictionary<string, OwnedPartitions> _classic = [];

    // Of groups of KIP-848, what each member has and what it still has to give up.
    private readonly Dictionary<string, OwnedPartitions> _consumers = [];
    private readonly Dictionary<int, List<(long Offset, string Committer)>> _history = [];
    private int _scannedCount;

    public int CommitCount { get; private set; }

    /// <summary>To be called after every step.</summary>
    public void Scan()
    {
        for (; _scannedCount < log.CommittedCount; _scannedCount++)
        {
            var batches = new RecordBatches(log.Batches[_scannedCount]);
            batches.MoveNext();
            using var scratch = new PooledBuffer();
            RecordSection.TryOpen(
                batches.Current.Bytes, batches.Current.Header, scratch, int.MaxValue, out var section);
            var records = new RecordEnumerator(section, batches.Current.Header);
            while (records.MoveNext())
            {
                var status = GroupRecordCodec.TryDecode(
                    records.Current.Key.Span, records.Current.Value, out var record);
                world.Check(status is DecodeStatus.Done, $"a record of the log is {status}");
                Scan(record!);
            }
        }
    }

    /// <summary>A member was told that its commit is done.</summary>
    public void Answered(int partition, long offset, string committer) => world.Check(
        HistoryOf(partition).Contains((offset, committer)),
        $"F37: {offset} of partition {partition} was answered to {committer}, but is not committed");

    /// <summary>How much is committed of each partition: for a look at what is told later.</summary>
    public int[] Mark() =>
        [.. Enumerable.Range(0, GroupWorld.PartitionCount).Select(partition => HistoryOf(partition).Count)];

    /// <summary>
    /// A coordinator told offsets. One that does not know yet that it was deposed may tell old ones, as in Kafka; what
    /// its successor tells was committed last when it was asked, or since.
    /// </summary>
    public void Fetched(OffsetFetchResponse.Group answer, LeaderEpoch epoch, int[] askedAt)
    {
        if (answer.Error is not KafkaError.None || epoch != log.Epoch)
        {
            return;
        }

        foreach (var partition in answer.Topics.SelectMany(topic => topic.Partitions))
        {
            var (told, asked) = (partition.CommittedOffset.Value, askedAt[partition.PartitionIndex]);
            var known = HistoryOf(partition.PartitionIndex).Skip(asked - 1).Select(committed => committed.Offset);
            world.Check(
                asked == 0 && told == -1 || known.Contains(told),
                $"F37: partition {partition.PartitionIndex} is told at {told} " +
                $"in epoch {epoch}, which is not the latest");
        }
    }

    /// <summary>Who owns a partition by the log; none, or more than one, are wrong at rest.</summary>
    public IReadOnlyList<string> OwnersOf(int partition) =>
    [
        .. _classic.Concat(_consumers)
            .Where(member => member.Value.Partitions.Contains(partition))
            .Select(member => member.Key),
    ];

    private void Scan(GroupRecord record)
    {
        switch (record.Key)
        {
            case OffsetCommitKey key when record.Value is OffsetCommitValue value:
                ScanCommit(key.Partition, value);
                break;
            case GroupMetadataKey:
                ScanSnapshot((GroupMetadataValue?)record.Value);
                break;
            case ConsumerGroupCurrentMemberAssignmentKey key:
                ScanAssignment(key.MemberId, (ConsumerGroupCurrentMemberAssignmentValue?)record.Value);
                break;
        }
    }

    private void ScanCommit(int partition, OffsetCommitValue value)
    {
        CommitCount++;
        var separator = value.Metadata.LastIndexOf(':');
        var memberId = value.Metadata[..separator];
        var epoch = int.Parse(value.Metadata[(separator + 1)..], CultureInfo.InvariantCulture);
        var owned = _classic.GetValueOrDefault(memberId) ?? _consumers.GetValueOrDefault(memberId);
        world.Check(
            owned is not null && owned.Epoch == epoch && owned.Partitions.Contains(partition),
            $"F39: {memberId} committed partition {partition} in epoch {epoch}, but owns {owned}");

        // Two of one member may overtake each other on their way, as they may on two connections.
        var history = HistoryOf(partition);
        var (last, lastCommitter) = history.LastOrDefault((-1, value.Metadata));
        world.Check(
            value.Offset.Value >= last || lastCommitter == value.Metadata,
            $"F37: partition {partition} goes back from {last} of {lastCommitter} to {value.Offset} " +
            $"by {value.Metadata}");
        history.Add((value.Offset.Value, value.Metadata));
    }

    private List<(long Offset, string Committer)> HistoryOf(int partition)
    {
        if (!_history.TryGetValue(partition, out var history))
        {
            _history[partition] = history = [];
        }

        return history;
    }

    private void ScanSnapshot(GroupMetadataValue? value)
    {
        _classic.Clear();
        foreach (var member in value?.Members ?? [])
        {
            var isRead = VersionedMessages.TryRead<ConsumerProtocolAssignment>(
                member.Assignment, AssignmentVersionMax, out var assignment, out _);
            _classic[member.MemberId] = new(
                value!.Generation,
                isRead ? [.. assignment!.AssignedPartitions.SelectMany(topic => topic.Partitions)] : []);
        }

        CheckOwners();
    }

    private void ScanAssignment(string memberId, ConsumerGroupCurrentMemberAssignmentValue? value)
    {
        _consumers.Remove(memberId);
        if (value is not null)
        {
            _consumers[memberId] = new(
                value.MemberEpoch,
                [
                    .. value.AssignedPartitions.SelectMany(topic => topic.Partitions),
                    .. value.PartitionsPendingRevocation.SelectMany(topic => topic.Partitions),
                ]);
        }

        CheckOwners();
    }

    // A group that changes its protocol does so in one batch, and its tombstone comes first.
    private void CheckOwners()
    {
        foreach (var owners in new[] { _classic, _consumers })
        {
            var twice = owners.Values.SelectMany(member => member.Partitions)
                .GroupBy(partition => partition).FirstOrDefault(owned => owned.Count() > 1);
            world.Check(twice is null, $"partition {twice?.Key} has two owners");
        }
    }
}
