using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// One life of a worker's consumer: reads, deals the records out to the work of their partitions, commits what is done.
/// Its loop reads; the consumer calls it when partitions come and go; lanes tell it what is done.
/// </summary>
internal sealed class WorkerRun(
    IConsumer<byte[]?, byte[]?> consumer, IRecordProcessor processor, ConsumerWorkerOptions options, WorkerLog log)
    : IRebalanceListener
{
    // For the last commit when there is no time left.
    private static readonly TimeSpan LastCommitTimeout = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock = options.Consumer.Clock;
    private readonly long _start = options.Consumer.Clock.GetTimestamp();
    private readonly ConcurrentDictionary<TopicPartition, PartitionWork> _works = new();

    // Of partitions that are about to go: until the listener has come back they are the end's business too.
    private readonly ConcurrentDictionary<PartitionWork, bool> _leaving = new();
    private readonly CancellationTokenSource _ending = new();
    private CancellationToken _timeUp;
    private volatile Exception? _failure;
    private volatile bool _hasDoneSome;

    public TimeSpan Age => _clock.GetElapsedTime(_start);

    /// <summary>Whether it has shown that it works: a record was done, or nothing went wrong for long.</summary>
    public bool IsProven => _hasDoneSome || Age >= options.StalledAfter;

    /// <summary>Why it comes to its end, where it was not stopped; known before what has begun is finished.</summary>
    public Exception? Failure => _failure;

    public bool IsMember => consumer.GroupMetadata is { MemberId.Length: > 0, GenerationOrMemberEpoch: >= 0 };

    public IReadOnlyList<PartitionReport> Report() =>
    [
        .. _works.Values.OrderBy(work => work.Id.Topic, StringComparer.Ordinal).ThenBy(work => work.Id.Partition)
            .Select(Report),
    ];

    /// <summary>
    /// Comes back when it was stopped, and all that had begun is done and committed; fails when it cannot go on.
    /// </summary>
    /// <param name="topics">To subscribe to.</param>
    /// <param name="stopping">Ends it with grace.</param>
    /// <param name="timeUp">Ends grace.</param>
    public async Task Run(IReadOnlyList<string> topics, CancellationToken stopping, CancellationToken timeUp)
    {
        _timeUp = timeUp;
        await using var stop = stopping.Register(_ending.Cancel).ConfigureAwait(false);
        consumer.Subscribe(topics, this);
        var committing = CommitFromTimeToTime();
        try
        {
            await foreach (var batch in consumer.ConsumeBatchesAsync(_ending.Token).ConfigureAwait(false))
            {
                Take(batch);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            Fail(failure);
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await committing.ConfigureAwait(false);
        await End(stopping, timeUp).ConfigureAwait(false);
        if (_failure is { } reason)
        {
            ExceptionDispatchInfo.Throw(reason);
        }
    }

    public Task OnAssignedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        foreach (var partition in partitions)
        {
            WorkOf(partition);
        }

        // They may have been paused when they were here before.
        SetPaused(partitions, isPaused: false);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Does not heed the token, which a stop cancels too: stopping has its own grace, and its end waits for what this
    /// has not finished.
    /// </summary>
    public async Task OnRevokedAsync(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Consumer.RebalanceListenerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _timeUp);
        var works = Leave(partitions);
        try
        {
            await Drain(works, either.Token).ConfigureAwait(false);

            // Later, they may be somebody else's.
            if (!late.IsCancellationRequested)
            {
                await CommitLast(works, late.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            works.ForEach(work => _leaving.TryRemove(work, out _));
        }
    }

    public Task OnLostAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Drain(Remove(partitions), new CancellationToken(canceled: true));

    private static Task Drain(List<PartitionWork> works, CancellationToken timeUp) =>
        Task.WhenAll(works.Select(work => work.Drain(timeUp)));

    private PartitionReport Report(PartitionWork work)
    {
        var unfinished = work.OpenCount;
        return new(work.Id, unfinished, unfinished + LagOf(work.Id), work.SinceProgress);
    }

    private void Take(ConsumerBatch<byte[]?, byte[]?> batch)
    {
        var work = WorkOf(batch.TopicPartition);
        work.Add(batch);
        if (work.OpenCount >= options.UnfinishedRecordsMax)
        {
            SetPaused([work.Id], isPaused: true);

            // All of it may have been done before it was paused.
            ResumeIfRoomy(work);
        }
    }

    private PartitionWork WorkOf(TopicPartition partition)
    {
        if (_works.TryGetValue(partition, out var known))
        {
            return known;
        }

        // Only the one who consumes comes here, listener or loop.
        var work = new PartitionWork(partition, processor, options, log);
        work.Done += OnDone;
        _works[partition] = work;
        _ = Watch(work);
        return work;
    }

    private async Task Watch(PartitionWork work)
    {
        try
        {
            await work.Running.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Fail(new InvalidOperationException($"Processing has failed: {failure.Message}", failure));
            await _ending.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    private void OnDone(PartitionWork work)
    {
        _hasDoneSome = true;
        ResumeIfRoomy(work);
    }

    private void ResumeIfRoomy(PartitionWork work)
    {
        if (work.OpenCount <= options.UnfinishedRecordsMax / 2 && consumer.Paused.Contains(work.Id))
        {
            SetPaused([work.Id], isPaused: false);
        }
    }

    private void SetPaused(IReadOnlyCollection<TopicPartition> partitions, bool isPaused)
    {
        try
        {
            if (isPaused)
            {
                consumer.Pause(partitions);
            }
            else
            {
                consumer.Resume(partitions);
            }
        }
        catch (InvalidOperationException)
        {
            // They are gone already.
        }
    }

    private long? LagOf(TopicPartition partition)
    {
        try
        {
            return consumer.CurrentLagOf(partition);
        }
        catch (Exception gone) when (gone is InvalidOperationException or ObjectDisposedException)
        {
            return null;
        }
    }

    private List<PartitionWork> Remove(IEnumerable<TopicPartition> partitions)
    {
        var removed = new List<PartitionWork>();
        foreach (var partition in partitions)
        {
            if (_works.TryRemove(partition, out var work))
            {
                removed.Add(work);
            }
        }

        return removed;
    }

    private List<PartitionWork> Leave(IEnumerable<TopicPartition> partitions)
    {
        var leaving = new List<PartitionWork>();
        foreach (var partition in partitions)
        {
            if (_works.TryGetValue(partition, out var work))
            {
                // In this order, so that the end does not miss it.
                _leaving[work] = true;
                _works.TryRemove(partition, out _);
                leaving.Add(work);
            }
        }

        return leaving;
    }

    private async Task CommitFromTimeToTime()
    {
        using var timer = new PeriodicTimer(options.CommitInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                await Commit([.. _works.Values], _ending.Token).ConfigureAwait(false);
                foreach (var work in _works.Values.Where(work => work.OpenCount == 0 && LagOf(work.Id) == 0))
                {
                    work.MarkProgress();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What is done is committed at the end.
        }
    }

    // That it fails is no failure of the worker: what is not committed is tried again, or processed again.
    private async Task Commit(List<PartitionWork> works, CancellationToken cancellationToken)
    {
        var offsets = works.ToDictionary(work => work, work => work.ToCommit)
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!.Value);
        if (offsets.Count == 0)
        {
            return;
        }

        try
        {
            await consumer.CommitAsync(offsets.Values, cancellationToken).ConfigureAwait(false);
            foreach (var (work, offset) in offsets)
            {
                work.Committed(offset);
            }
        }
        catch (ClientException failure)
        {
            log.CommitFailed(failure.Message);
        }
    }

    // A stop has its grace; a failure is not to wait for a handler that may never come back.
    private async Task End(CancellationToken stopping, CancellationToken timeUp)
    {
        using var limit = new CancellationTokenSource(
            stopping.IsCancellationRequested ? Timeout.InfiniteTimeSpan : options.Consumer.RebalanceListenerTimeout,
            _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, timeUp);
        List<PartitionWork> works = [.. Remove(_works.Keys).Union(_leaving.Keys)];
        await Drain(works, either.Token).ConfigureAwait(false);
        if (either.IsCancellationRequested)
        {
            log.LeftBehind(options.Name, works.Sum(work => work.OpenCount));
        }

        using var last = new CancellationTokenSource(LastCommitTimeout, _clock);
        await CommitLast(works, either.IsCancellationRequested ? last.Token : either.Token).ConfigureAwait(false);
    }

    private async Task CommitLast(List<PartitionWork> works, CancellationToken cancellationToken)
    {
        try
        {
            await Commit(works, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            log.CommitFailed("there was no time left");
        }
    }
}
