using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// One connection for each broker and purpose, opened when it is asked for and again when it was lost, not sooner than
/// its pause. Thread-safe.
/// </summary>
internal sealed class ConnectionPool(ITransport transport, ClientOptions options, ClientLog log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(BrokerId, ConnectionPurpose), ConnectionSlot> _slots = [];
    private bool _isDisposed;

    /// <summary>An open connection to who is at that address now; a broker that has moved gets a new one.</summary>
    /// <exception cref="BrokersUnreachableException">It could not be opened.</exception>
    public Task<BrokerConnection> Get(
        BrokerAddress broker, ConnectionPurpose purpose, CancellationToken cancellationToken)
    {
        ConnectionSlot? slot;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_slots.TryGetValue((broker.Id, purpose), out slot))
            {
                slot = new ConnectionSlot(transport, options, log);
                _slots.Add((broker.Id, purpose), slot);
            }
        }

        return slot.Get(broker, cancellationToken);
    }

    /// <summary>
    /// Whom to prefer, least first: 0 for who is connected, 1 for who was not asked, 2 for who failed last.
    /// </summary>
    public int RankOf(BrokerAddress broker, ConnectionPurpose purpose)
    {
        ConnectionSlot? slot;
        lock (_gate)
        {
            _slots.TryGetValue((broker.Id, purpose), out slot);
        }

        return slot?.Rank ?? ConnectionSlot.RankUnknown;
    }

    /// <summary>Closes what nobody has used for <see cref="ClientOptions.ConnectionsMaxIdle"/>.</summary>
    public async Task CloseIdle()
    {
        ConnectionSlot[] slots;
        lock (_gate)
        {
            slots = [.. _slots.Values];
        }

        foreach (var slot in slots)
        {
            await slot.CloseIfIdle().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        ConnectionSlot[] slots;
        lock (_gate)
        {
            _isDisposed = true;
            slots = [.. _slots.Values];
            _slots.Clear();
        }

        foreach (var slot in slots)
        {
            await slot.DisposeAsync().ConfigureAwait(false);
        }
    }
}
