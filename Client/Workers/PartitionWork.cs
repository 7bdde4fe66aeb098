using System.Threading.Channels;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// The records of one partition that a worker has read, and the lanes that process them: each lane one after the other.
/// Filled by the worker's reading loop.
/// </summary>
internal sealed class PartitionWork
{
    // 2^32 divided by the golden ratio.
    private const uint KeySpread = 2_654_435_769;

    // What timers take.
    private static readonly TimeSpan TimerMax = TimeSpan.FromMilliseconds(int.MaxValue);

    // For handlers to come back that were told that they are given up.
    private static readonly TimeSpan GivenUpPatience = TimeSpan.FromSeconds(1);

    private readonly OffsetTracker _tracker = new();
    private readonly Channel<TrackedRecord>[] _lanes;
    private readonly Task[] _running;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly IRecordProcessor _processor;
    private readonly int _batchRecordsMax;
    private readonly TimeProvider _clock;
    private readonly WorkerLog _log;
    private uint _nextLane;
    private long _lastProgress;
    private int _waitingForTime;

    public PartitionWork(
        TopicPartition id, IRecordProcessor processor, ConsumerWorkerOptions options, WorkerLog log)
    {
        Id = id;
        _processor = processor;
        _batchRecordsMax = processor.IsOfBatches ? options.BatchRecordsMax : 1;
        _clock = options.Consumer.Clock;
        _log = log;
        _lastProgress = _clock.GetTimestamp();
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => Channel.CreateUnbounded<TrackedRecord>())];
        _running = [.. _lanes.Select(lane => Task.Run(() => Run(lane.Reader)))];
    }

    public TopicPartition Id { get; }

    public int OpenCount => _tracker.OpenCount;

    public TopicPartitionOffset? ToCommit => _tracker.ToCommit;

    /// <summary>Fails when processing does in a way that no policy covers, unless it was given up.</summary>
    public Task Running => Task.WhenAll(_running);

    /// <summary>
    /// Since a record was done, or none waited; zero while records wait for their time to be retried.
    /// </summary>
    public TimeSpan SinceProgress => Volatile.Read(ref _waitingForTime) > 0
        ? TimeSpan.Zero
        : _clock.GetElapsedTime(Interlocked.Read(ref _lastProgress));

    /// <summary>Raised after records got done, on the thread of their lane.</summary>
    public event Action<PartitionWork>? Done;

    public void Add(ConsumerBatch<byte[]?, byte[]?> batch)
    {
        if (OpenCount == 0)
        {
            MarkProgress();
        }

        for (var index = 0; index < batch.Records.Count; index++)
        {
            var record = batch.Records[index];
            var next = index + 1 == batch.Records.Count
                ? batch.Next
                : new TopicPartitionOffset(Id, record.Offset.Plus(1), record.LeaderEpoch);
            var tracked = new TrackedRecord(record, next);
            _tracker.Begin(tracked);
            LaneOf(record.Key).Writer.TryWrite(tracked);
        }
    }

    /// <summary>Nothing waited: what comes next is not late.</summary>
    public void MarkProgress() => Interlocked.Exchange(ref _lastProgress, _clock.GetTimestamp());

    public void Committed(TopicPartitionOffset offset) => _tracker.Committed(offset);

    /// <summary>
    /// Begins nothing more, and no further attempt, and waits for what has begun. When time is up that is given up:
    /// its handlers are told, and those that do not heed it in a moment are left to themselves.
    /// </summary>
    public async Task Drain(CancellationToken timeUp)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        foreach (var lane in _lanes)
        {
            lane.Writer.TryComplete();
        }

        await Running.WaitAsync(timeUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Running.IsCompleted)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            await Running.WaitAsync(GivenUpPatience, _clock, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Channel<TrackedRecord> LaneOf(byte[]? key)
    {
        if (_lanes.Length == 1)
        {
            return _lanes[0];
        }

        if (key is null)
        {
            return _lanes[_nextLane++ % (uint)_lanes.Length];
        }

        // All keys here agree in what the partition was drawn by, the hash modulo the partitions: the product's upper
        // bits depend on the others too.
        var spread = Murmur2.Hash(key) * KeySpread;
        return _lanes[(int)(((ulong)spread * (uint)_lanes.Length) >> 32)];
    }

    private async Task Run(ChannelReader<TrackedRecord> lane)
    {
        var taken = new List<TrackedRecord>(_batchRecordsMax);
        while (await lane.WaitToReadAsync().ConfigureAwait(false))
        {
            while (taken.Count < _batchRecordsMax && lane.TryRead(out var next))
            {
                taken.Add(next);
            }

            if (_ending.IsCancellationRequested || !await Process(taken).ConfigureAwait(false))
            {
                return;
            }

            taken.ForEach(_tracker.End);
            taken.Clear();
            MarkProgress();
            Done?.Invoke(this);
        }
    }

    // False when it was given up: not done, or not known to be.
    private async Task<bool> Process(List<TrackedRecord> taken)
    {
        var records = taken.Select(tracked => tracked.Record).ToArray();
        try
        {
            await WaitForTime(records).ConfigureAwait(false);
            await _processor.Process(records, new(_ending.Token, _abandoned.Token)).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure) when (_abandoned.IsCancellationRequested)
        {
            // Whatever it makes of being cancelled: the records are somebody else's now, or come again.
            _log.FailedWhenGivenUp(Id.ToString(), records[0].Offset.Value, failure);
            return false;
        }
    }

    private async Task WaitForTime(ConsumerRecord<byte[]?, byte[]?>[] records)
    {
        var wait = records.Max(record => _processor.WaitOf(record));
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        Interlocked.Increment(ref _waitingForTime);
        try
        {
            for (var left = wait; left > TimeSpan.Zero; left -= TimerMax)
            {
                await Task.Delay(left < TimerMax ? left : TimerMax, _clock, _ending.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            MarkProgress();
            Interlocked.Decrement(ref _waitingForTime);
        }
    }
}
