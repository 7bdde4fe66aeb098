using System.Collections.Frozen;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// A consumer without its types: what it has, what runs in its background, and how the one who consumes is woken.
/// Thread-safe, but for the members that say who calls them.
/// </summary>
internal sealed class ConsumerCore : IAsyncDisposable
{
    // Kafka's default time-out of close.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(30);

    private readonly ConsumerOptions _options;
    private readonly ConsumerParts _parts;
    private readonly WakeSignal _wake = new();
    private readonly Lock _modeGate = new();
    private ConsumerMode _mode;
    private int _isConsuming;
    private int _isClosed;

    // Set by whoever has something to be looked at between two records.
    private volatile bool _needsAttention;

    public ConsumerCore(ConsumerOptions options, Action<IReadOnlyCollection<TopicPartitionOffset>> committed)
    {
        _options = options;
        _parts = new ConsumerParts(options, committed, Notify);
        _parts.Buffer.Filled += Notify;
        _parts.Start();
    }

    public ConsumerParts Parts => _parts;

    public PartitionTable Table => _parts.Table;

    public bool NeedsAttention => _needsAttention;

    public FrozenSet<string> Subscription { get; private set; } = [];

    public ConsumerGroupMetadata? GroupMetadata => _options.GroupId is not { } group
        ? null
        : new(
            group,
            Identity.MemberId,
            Identity.Epoch,
            _options.GroupInstanceId);

    private MemberIdentity Identity => _parts.Member?.Identity ?? MemberIdentity.Nobody;

    public void Subscribe(GroupSubscription subscription, IRebalanceListener? listener)
    {
        ThrowIfClosed();
        if (_parts.Member is null)
        {
            throw new ClientException(KafkaError.InvalidGroupId, "Only members of a group subscribe: set GroupId.");
        }

        Enter(ConsumerMode.Subscribed);
        Subscription = subscription.Topics;
        _parts.Rebalances.Listener = listener;
        _parts.Commits.Member = _parts.Member;
        SetInterest(subscription);
        _parts.Member.Subscribe(subscription);
        _parts.Metadata.Ask();
    }

    public void Assign(IReadOnlyCollection<TopicPartition> partitions) =>
        Assign(partitions.Select(partition => partition.Topic), () => Table.SetTo(partitions));

    public void Assign(IReadOnlyCollection<TopicPartitionOffset> positions) =>
        Assign(positions.Select(position => position.TopicPartition.Topic), () => Table.SetTo(positions));

    public async Task Unsubscribe(CancellationToken cancellationToken)
    {
        await _parts.Rebalances.TakeTurn(cancellationToken).ConfigureAwait(false);
        try
        {
            await GiveUp(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _parts.Rebalances.EndTurn();
        }
    }

    /// <summary>Until it is disposed nobody else can consume.</summary>
    public IDisposable BeginConsuming()
    {
        ThrowIfClosed();
        return Interlocked.Exchange(ref _isConsuming, 1) == 0
            ? new Turn(this)
            : throw new InvalidOperationException("Somebody consumes from this consumer already; one can at a time.");
    }

    /// <summary>
    /// By the one who consumes, who has no record in hand: makes what has changed of its partitions so, and throws what
    /// has gone wrong.
    /// </summary>
    public async ValueTask Attend(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        _needsAttention = false;
        _parts.ThrowIfFaulted();
        if (_parts.Member is { } member && _mode is ConsumerMode.Subscribed)
        {
            await Rebalance(member, cancellationToken).ConfigureAwait(false);
        }

        if (Table.TakeFailure() is { } failure)
        {
            // There may be more.
            _needsAttention = true;
            throw failure;
        }
    }

    /// <summary>By the one who consumes: until something was fetched, or needs attention.</summary>
    public ValueTask<bool> Wait(CancellationToken cancellationToken) => _wake.Wait(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        Notify();
        using var timeout = new CancellationTokenSource(CloseTimeout, _options.Clock);
        try
        {
            await _parts.Rebalances.TakeTurn(timeout.Token).ConfigureAwait(false);
            await GiveUp(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _parts.Log.LeaveFailed(_options.GroupId ?? "", $"closing took longer than {CloseTimeout.TotalSeconds} s");
        }

        await _parts.DisposeAsync().ConfigureAwait(false);
    }

    private void Notify()
    {
        _needsAttention = true;
        _wake.Set();
    }

    private async ValueTask Rebalance(IGroupMember member, CancellationToken cancellationToken)
    {
        await _parts.Rebalances.RunAll(member, cancellationToken).ConfigureAwait(false);
        if (member.Failure is { } failure)
        {
            throw failure;
        }
    }

    // Whoever subscribes while the farewell is under way begins with nothing, and is not undone by its end.
    private async Task GiveUp(CancellationToken cancellationToken)
    {
        if (_mode is ConsumerMode.Subscribed)
        {
            var partitions = Table.Assignment;
            if (Identity.IsMember)
            {
                await _parts.Rebalances.Revoke(partitions, cancellationToken).ConfigureAwait(false);
            }
            else if (partitions.Count > 0)
            {
                await _parts.Rebalances.Run(new(partitions, [], IsLost: true, IsComplete: false), cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        else
        {
            await _parts.Commits.CommitProcessed(partitions: null, cancellationToken).ConfigureAwait(false);
        }

        // Once more also when it has left: the one who waited for the end of that may have given up.
        var leaving = _parts.Member?.Leave(cancellationToken) ?? Task.CompletedTask;
        _parts.Commits.Member = null;
        Table.Clear();
        Subscription = [];
        _mode = ConsumerMode.Idle;
        await leaving.ConfigureAwait(false);
    }

    private void Assign(IEnumerable<string> topics, Action assign)
    {
        ThrowIfClosed();
        Enter(ConsumerMode.Assigned);
        _parts.Cluster.Metadata.Interest.Set(topics);
        assign();
        _parts.Metadata.Ask();
    }

    private void SetInterest(GroupSubscription subscription)
    {
        if (subscription.Pattern is null)
        {
            _parts.Cluster.Metadata.Interest.Set(subscription.Topics);
        }
        else
        {
            _parts.Cluster.Metadata.Interest.SetAll();
        }
    }

    private void Enter(ConsumerMode mode)
    {
        lock (_modeGate)
        {
            if (_mode is not ConsumerMode.Idle && _mode != mode)
            {
                throw new InvalidOperationException(
                    "A consumer either subscribes or is assigned partitions: unsubscribe before you change that.");
            }

            _mode = mode;
        }
    }

    private void ThrowIfClosed() => 
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, typeof(Consumer<,>));

    private sealed class Turn(ConsumerCore core) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref core._isConsuming, 0);
    }
}
