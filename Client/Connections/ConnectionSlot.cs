namespace Cloud.Client;

/// <summary>
/// The place of one connection in the pool. One attempt to open it is under way at a time; whoever asks meanwhile
/// shares it.
/// </summary>
internal sealed class ConnectionSlot(ITransport transport, ClientOptions options, ClientLog log) : IAsyncDisposable
{
    public const int RankUnknown = 1;

    private const int RankConnected = 0;
    private const int RankFailed = 2;

    private readonly Lock _gate = new();
    private readonly Backoff _backoff = new(options.ReconnectBackoff, options.ReconnectBackoffMax);
    private readonly CancellationTokenSource _closing = new();
    private Task<BrokerConnection>? _opening;
    private BrokerAddress? _address;
    private volatile int _failures;

    /// <summary>How likely it is to be had at once; see <see cref="ConnectionPool.RankOf"/>.</summary>
    public int Rank
    {
        get
        {
            lock (_gate)
            {
                return _opening is { IsCompletedSuccessfully: true } opened && opened.Result.IsOpen ? RankConnected
                    : _failures > 0 ? RankFailed
                    : RankUnknown;
            }
        }
    }

    public Task<BrokerConnection> Get(BrokerAddress broker, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!IsUsable(broker))
            {
                _opening = Open(broker, before: _opening);
                _address = broker;
            }

            return _opening!.WaitAsync(cancellationToken);
        }
    }

    public async Task CloseIfIdle()
    {
        Task<BrokerConnection>? idle;
        lock (_gate)
        {
            idle = _opening is { IsCompletedSuccessfully: true } opened
                && opened.Result.Idle > options.ConnectionsMaxIdle
                ? opened
                : null;
        }

        await Close(idle).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task<BrokerConnection>? last;
        lock (_gate)
        {
            last = _opening;
        }

        await Close(last).ConfigureAwait(false);
    }

    private static async Task Close(Task<BrokerConnection>? opening)
    {
        if (opening is not null)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully)
            {
                await opening.Result.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private bool IsUsable(BrokerAddress broker) => _opening switch
    {
        null => false,
        { IsCompleted: false } => _address == broker,
        { IsCompletedSuccessfully: true } opened => opened.Result.IsOpen && _address == broker,
        _ => false,
    };

    private async Task<BrokerConnection> Open(BrokerAddress broker, Task<BrokerConnection>? before)
    {
        await Task.Yield();
        await Close(before).ConfigureAwait(false);
        if (_failures > 0)
        {
            await Task.Delay(_backoff.Pause(_failures), options.Clock, _closing.Token).ConfigureAwait(false);
        }

        try
        {
            var connection = await BrokerConnection.Open(transport, broker, options, _closing.Token)
                .ConfigureAwait(false);
            _failures = 0;
            return connection;
        }
        catch (ClientException failure)
        {
            _failures++;
            log.ConnectFailed(broker.ToString(), failure.Message);
            throw;
        }
    }
}
