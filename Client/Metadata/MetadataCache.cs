using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Keeps what is known of the cluster, and asks again when it is old, or when somebody has found it wrong. One inquiry is
/// under way at a time; what is wanted meanwhile goes with the next. Thread-safe.
/// </summary>
internal sealed class MetadataCache(
    Func<MetadataRequest, CancellationToken, Task<MetadataResponse>> ask, ClientOptions options, bool mayCreateTopics)
{
    private readonly Lock _gate = new();
    private readonly Backoff _backoff = new(options.RetryBackoff, options.RetryBackoffMax);
    private Task? _current;
    private Task? _next;
    private long _refreshed;
    private volatile ClusterSnapshot _snapshot = ClusterSnapshot.Empty;

    /// <summary>Raised after a newer snapshot has taken its place, on the thread of whoever asked.</summary>
    public event Action<ClusterSnapshot>? Changed;

    public TopicInterest Interest { get; } = new();

    public ClusterSnapshot Snapshot => _snapshot;

    public bool IsOld => ReferenceEquals(_snapshot, ClusterSnapshot.Empty)
        || options.Clock.GetElapsedTime(Interlocked.Read(ref _refreshed)) > options.MetadataMaxAge;

    /// <summary>
    /// Asks anew, for all topics of interest: not an inquiry that began before the call, which may not know yet.
    /// </summary>
    public Task Refresh()
    {
        lock (_gate)
        {
            if (_current is null or { IsCompleted: true })
            {
                return _current = Inquire(after: null);
            }

            if (_next is null or { IsCompleted: true })
            {
                _next = Inquire(after: _current);
                _ = Promote(_next);
            }

            return _next;
        }
    }

    /// <summary>
    /// The topic with its partitions. Waits while it is not known, or has an error that may go away, and asks again.
    /// </summary>
    /// <exception cref="ClientException">It has an error that stays; or time is up, and why.</exception>
    public async Task<TopicSnapshot> Topic(string topic, Deadline deadline, CancellationToken cancellationToken)
    {
        var isNew = Interest.Add(topic);
        for (var failures = 1; ; failures++)
        {
            var known = isNew ? null : _snapshot.Find(topic);
            isNew = false;
            if (known is { Error: KafkaError.None })
            {
                return known;
            }

            if (known is not null && (!known.Error.IsRetriable() || deadline.IsOver))
            {
                throw new ClientException(known.Error, $"Topic '{topic}': {known.Error.DefaultMessage()}");
            }

            if (failures > 1)
            {
                await deadline.Wait(_backoff.Pause(failures - 1), cancellationToken).ConfigureAwait(false);
            }

            await deadline.Limit(Refresh(), $"metadata of topic '{topic}'", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what a leader has said of a newer one.</summary>
    public void Learn(TopicPartition partition, BrokerId leader, LeaderEpoch epoch, BrokerAddress? address)
    {
        ClusterSnapshot changed;
        lock (_gate)
        {
            changed = _snapshot.With(partition, leader, epoch, address);
            if (ReferenceEquals(changed, _snapshot))
            {
                return;
            }

            _snapshot = changed;
        }

        Changed?.Invoke(changed);
    }

    private async Task Promote(Task next)
    {
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_next == next)
            {
                _current = next;
                _next = null;
            }
        }
    }

    private async Task Inquire(Task? after)
    {
        await Task.Yield();
        if (after is not null)
        {
            await after.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var names = Interest.Names;
        var request = new MetadataRequest
        {
            Topics = names is null ? null : [.. names.Select(name => new MetadataRequest.Topic { Name = name })],
            AllowAutoTopicCreation = mayCreateTopics,
        };
        var response = await ask(request, CancellationToken.None).ConfigureAwait(false);
        ClusterSnapshot changed;
        lock (_gate)
        {
            changed = _snapshot.With(response, isOfAllTopics: names is null);
            _snapshot = changed;
            Interlocked.Exchange(ref _refreshed, options.Clock.GetTimestamp());
        }

        Changed?.Invoke(changed);
    }
}
