using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Keeps what is known of the cluster, and asks again when it is old, or when somebody has found it wrong. One inquiry
/// is under way at a time; what is wanted meanwhile goes with the next. Thread-safe.
/// </summary>
internal sealed class MetadataCache(
    Func<MetadataRequest, CancellationToken, Task<MetadataResponse>> ask, ClientOptions options, bool mayCreateTopics)
{
    private readonly Lock _gate = new();
    private readonly Backoff _backoff = new(options.RetryBackoff, options.RetryBackoffMax);
    private Task? _current;
    private Task? _next;
    private long _refreshed;

    // Of the last inquiry; null when it went well.
    private volatile ClientException? _failure;
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
            if (_next is not null)
            {
                return _next;
            }

            if (_current is null or { IsCompleted: true })
            {
                return _current = Inquire();
            }

            return _next = InquireAfter(_current);
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
                throw ClientErrors.OfTopic(topic, known.Error, WhyNot(known.Error, deadline));
            }

            if (failures > 1)
            {
                await deadline.Wait(_backoff.Pause(failures - 1), cancellationToken).ConfigureAwait(false);
            }

            try
            {
                await TryRefresh(topic, deadline, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestTimeoutException) when (_snapshot.Find(topic) is not null)
            {
                // There is more to say than that time is up.
            }
        }
    }

    /// <summary>Asks anew; that nobody can be asked is an error only when time is up.</summary>
    /// <exception cref="RequestTimeoutException">Time is up, and why nobody could be asked.</exception>
    public async Task TryRefresh(string topic, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await deadline.Limit(
                Refresh(), $"metadata of topic '{topic}'", cancellationToken, () => _failure).ConfigureAwait(false);
        }
        catch (ClientException failure) when (failure.IsRetriable && failure is not RequestTimeoutException)
        {
            if (deadline.IsOver)
            {
                throw deadline.TimedOut($"Metadata of topic '{topic}' was not to be had.", failure);
            }
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

    private static string WhyNot(KafkaError error, Deadline deadline) => error.IsRetriable()
        ? $"{error.DefaultMessage()} It stayed so for {deadline.Limits}."
        : error.DefaultMessage();

    private async Task InquireAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task inquiry;
        lock (_gate)
        {
            inquiry = _current = Inquire();
            _next = null;
        }

        await inquiry.ConfigureAwait(false);
    }

    private async Task Inquire()
    {
        await Task.Yield();
        var names = Interest.Names;
        var request = new MetadataRequest
        {
            Topics = names is null ? null : [.. names.Select(name => new MetadataRequest.Topic { Name = name })],
            AllowAutoTopicCreation = mayCreateTopics,
        };
        var response = await Ask(request).ConfigureAwait(false);
        ClusterSnapshot changed;
        lock (_gate)
        {
            changed = _snapshot.With(response, isOfAllTopics: names is null);
            _snapshot = changed;
            Interlocked.Exchange(ref _refreshed, options.Clock.GetTimestamp());
        }

        Changed?.Invoke(changed);
    }

    private async Task<MetadataResponse> Ask(MetadataRequest request)
    {
        try
        {
            var response = await ask(request, CancellationToken.None).ConfigureAwait(false);
            _failure = null;
            return response;
        }
        catch (ClientException failure)
        {
            _failure = failure;
            throw;
        }
    }
}
