using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// What producers, consumers and admin clients stand on: connections to brokers, what is known of the cluster, and
/// calls that are tried again. Each client has one of its own, and disposes it. Thread-safe.
/// </summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private readonly ITransport _transport;
    private readonly ConnectionPool _connections;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _upkeep;

    public ClusterClient(ClientOptions options, bool mayCreateTopics)
    {
        options.Validate();
        Options = options;
        Log = ClientLog.Of(options);
        _transport = options.Transport ?? new WireTransport(options);
        _connections = new ConnectionPool(_transport, options, Log);
        Metadata = new MetadataCache(AskMetadata, options, mayCreateTopics);
        _upkeep = Task.Run(KeepUp);
    }

    public ClientOptions Options { get; }

    public ClientLog Log { get; }

    public MetadataCache Metadata { get; }

    public Backoff RetryBackoff => new(Options.RetryBackoff, Options.RetryBackoffMax);

    /// <summary>Cancelled when the client is disposed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>As much time as calls have that no option of their own limits.</summary>
    public Deadline NewDeadline() => new(Options.DefaultApiTimeout, nameof(Options.DefaultApiTimeout), Options.Clock);

    /// <summary>A connection to a broker that metadata knows.</summary>
    /// <exception cref="BrokersUnreachableException">It is not known, or cannot be reached.</exception>
    public Task<BrokerConnection> Connect(
        BrokerId broker, ConnectionPurpose purpose, CancellationToken cancellationToken) =>
        Metadata.Snapshot.Brokers.TryGetValue(broker, out var address)
            ? _connections.Get(address, purpose, cancellationToken)
            : throw new BrokersUnreachableException($"Broker {broker} is not known to the cluster's metadata.");

    /// <summary>Asks one broker, once.</summary>
    public async Task<TResponse> Send<TRequest, TResponse>(
        BrokerId broker,
        IRequest<TRequest, TResponse> request,
        CancellationToken cancellationToken,
        ConnectionPurpose purpose = ConnectionPurpose.Control,
        short versionMax = short.MaxValue)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        var connection = await Connect(broker, purpose, cancellationToken).ConfigureAwait(false);
        return await connection.Send(request, Options.RequestTimeout, versionMax).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks any broker that can be reached, once each; those of the configuration when no other can.</summary>
    public async Task<TResponse> SendToAny<TRequest, TResponse>(
        IRequest<TRequest, TResponse> request, CancellationToken cancellationToken)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        var (answer, failure) = await TrySendToAny(Known(), request, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            var bootstrap = await _transport.FindBootstrapAsync(cancellationToken).ConfigureAwait(false);
            (answer, var last) = await TrySendToAny(bootstrap, request, cancellationToken).ConfigureAwait(false);
            failure = last ?? failure;
        }

        return answer ?? throw new BrokersUnreachableException(
            $"None of the brokers could be asked for {request.Api}. Last: {failure?.Message}", failure);
    }

    /// <summary>
    /// Tries until it succeeds, fails for good, or time is up. Metadata is asked anew before each retry, as most errors
    /// that go away do so with another leader, coordinator or controller.
    /// </summary>
    public async Task<T> Retry<T>(
        string what, Func<CancellationToken, Task<T>> attempt, Deadline deadline, CancellationToken cancellationToken)
    {
        ClientException? last = null;
        for (var failures = 1; ; failures++)
        {
            var trying = Begin();
            if (!await deadline.Reaches(trying, cancellationToken).ConfigureAwait(false))
            {
                throw deadline.TimedOut($"{what} failed.", last ?? NoAnswer());
            }

            try
            {
                return await trying.ConfigureAwait(false);
            }
            catch (ClientException failure) when (failure.IsRetriable)
            {
                last = failure;
            }

            if (deadline.IsOver)
            {
                throw deadline.TimedOut($"{what} failed.", last);
            }

            Log.Retrying(what, last.Message);
            await deadline.Wait(RetryBackoff.Pause(failures), cancellationToken).ConfigureAwait(false);
            await TryRefresh(deadline, cancellationToken).ConfigureAwait(false);
        }

        // What it throws before its first wait is a failure like any other.
        async Task<T> Begin() => await attempt(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is said of an attempt that time has cut short: whom it waited for.</summary>
    public ClientException NoAnswer()
    {
        var known = Metadata.Snapshot.Brokers.Values.Select(broker => broker.ToString()).ToArray();
        var asked = known.Length > 0 ? known
            : Options.Transport is null ? [.. Options.BootstrapServers]
            : ["the cluster"];
        return new RequestTimeoutException($"There was no answer yet from {string.Join(", ", asked)}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
        await _upkeep.ConfigureAwait(false);
    }

    /// <summary>Asks for metadata; that it fails is logged, and noticed by whoever needs it.</summary>
    public async Task TryRefresh(Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await deadline.Limit(Metadata.Refresh(), "metadata", cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            Log.RefreshFailed(failure.Message);
        }
    }

    private Task<MetadataResponse> AskMetadata(MetadataRequest request, CancellationToken cancellationToken) =>
        SendToAny(request, cancellationToken);

    // In a random order, so that many clients do not all ask the same, but first those that can be expected to answer:
    // to wait for the dead would keep everybody from finding out who leads now.
    private BrokerAddress[] Known()
    {
        var known = Metadata.Snapshot.Brokers.Values.ToArray();
        Random.Shared.Shuffle(known);
        return [.. known.OrderBy(broker => _connections.RankOf(broker, ConnectionPurpose.Control))];
    }

    private async Task<(TResponse? Answer, ClientException? Failure)> TrySendToAny<TRequest, TResponse>(
        IReadOnlyList<BrokerAddress> brokers,
        IRequest<TRequest, TResponse> request,
        CancellationToken cancellationToken)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        ClientException? failure = null;
        foreach (var address in brokers)
        {
            try
            {
                var connection = await _connections.Get(address, ConnectionPurpose.Control, cancellationToken)
                    .ConfigureAwait(false);
                var answer = await connection.Send(request, Options.RequestTimeout).WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
                return (answer, null);
            }
            catch (ClientException tried) when (tried is not UnsupportedByBrokerException)
            {
                failure = tried;
            }
        }

        return (null, failure);
    }

    private async Task KeepUp()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Options.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(Closing).ConfigureAwait(false))
            {
                await _connections.CloseIdle().ConfigureAwait(false);
                if (Metadata.IsOld && Metadata.Interest.Names is not { Count: 0 })
                {
                    await TryRefresh(NewDeadline(), Closing).ConfigureAwait(false);
                }
            }
        }
        catch (Exception) when (Closing.IsCancellationRequested)
        {
            // The client is being disposed, and its connections with it.
        }
    }
}
