using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>What a consumer is made of, and what of it runs in the background.</summary>
internal sealed class ConsumerParts : IAsyncDisposable
{
    private readonly ConsumerOptions _options;
    private readonly CancellationTokenSource _closing = new();
    private readonly Fetcher _fetcher;
    private readonly PositionKeeper _positions;
    private readonly List<Task> _loops = [];
    private readonly Action _notify;
    private volatile Exception? _fault;

    public ConsumerParts(
        ConsumerOptions options, Action<IReadOnlyCollection<TopicPartitionOffset>> committed, Action notify)
    {
        (_options, _notify) = (options, notify);
        Log = ConsumerLog.Of(options);
        Cluster = new ClusterClient(options, options.AllowAutoCreateTopics);
        Clock = new ConsumerClock(options.Clock);
        Metadata = new MetadataRefresher(Cluster);
        Buffer = new FetchBuffer(Table);
        var coordinator = options.GroupId is { } group ? new GroupCoordinator(Cluster, group) : null;
        var offsets = coordinator is null
            ? null
            : new GroupOffsets(Cluster, coordinator, options, () => Commits!.Identity);
        Commits = new OffsetCommits(Cluster, offsets, Table, options, Log, committed);
        Rebalances = new RebalanceRunner(Table, Commits, options, Log);
        Lookup = new OffsetLookup(Cluster, options);
        Member = coordinator is null ? null : GroupMembers.Create(Cluster, coordinator, options, Metadata, Log, notify);
        var open = new OpenPositions(Table, options, Clock, notify);
        _positions = new PositionKeeper(Cluster, options, open, Lookup, offsets, Metadata, Log);
        Table.Changed += _positions.Wake;
        var responses = new FetchResponses(Cluster, options, Buffer, Metadata, Clock, Log);
        _fetcher = new Fetcher(Cluster, options, Table, Buffer, responses, Metadata, Clock, Log);
    }

    public ConsumerLog Log { get; }

    public ClusterClient Cluster { get; }

    public ConsumerClock Clock { get; }

    public MetadataRefresher Metadata { get; }

    public PartitionTable Table { get; } = new();

    public FetchBuffer Buffer { get; }

    public OffsetLookup Lookup { get; }

    public OffsetCommits Commits { get; }

    public RebalanceRunner Rebalances { get; }

    public PollWatch Polls { get; private set; } = null!;

    /// <summary>Null without a group.</summary>
    public IGroupMember? Member { get; }

    /// <summary>A part has ended that should not have: nobody is to wait for what it would have done.</summary>
    public void ThrowIfFaulted()
    {
        if (_fault is { } fault)
        {
            throw new ClientException(
                KafkaError.UnknownServerError,
                $"The consumer has failed and is to be made anew: {fault.Message}",
                fault);
        }
    }

    public void Start()
    {
        Polls = new PollWatch(_options.MaxPollInterval);
        _loops.Add(Loop(Metadata.Run));
        _loops.Add(Loop(_positions.Run));
        _loops.Add(Loop(_fetcher.Run));
        if (_options.IsAutoCommitting)
        {
            _loops.Add(Loop(Commits.Run));
        }

        if (Member is not null)
        {
            _loops.Add(Loop(Member.Run));
            _loops.Add(Loop(WatchPolls));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        await Cluster.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WatchPolls(CancellationToken cancellationToken)
    {
        // Noticed a tenth too late at most; no timer counts less than a millisecond.
        var milliseconds = Math.Max(_options.MaxPollInterval.TotalMilliseconds / 10, 1);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds), _options.Clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Polls.IsOverdue(Clock.Now))
            {
                Member!.Expire();
            }
        }
    }

    private Task Loop(Func<CancellationToken, Task> run) => Task.Run(async () =>
    {
        try
        {
            await run(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The consumer is being closed.
        }
        catch (Exception fault)
        {
            _fault = fault;
            _notify();
        }
    });
}
