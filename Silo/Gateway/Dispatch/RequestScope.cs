using Cloud.Gateway.Connections;

namespace Cloud.Gateway.Dispatch;

/// <summary>
/// What belongs to one request until its answer was sent: its frame, and what the answer holds. Owned by the
/// connection.
/// </summary>
internal sealed class RequestScope(ConnectionIdentity connection, IDisposable frame, CancellationToken cancellation)
    : IDisposable
{
    // Most requests own one thing or none.
    private IDisposable? _owned;
    private List<IDisposable>? _alsoOwned;

    public ConnectionIdentity Connection => connection;

    /// <summary>The connection ends: nobody waits for the answer.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Of the request.</summary>
    public short ApiVersion { get; set; }

    /// <summary>Disposes it when the answer was sent.</summary>
    public void Own(IDisposable thing)
    {
        if (_owned is null)
        {
            _owned = thing;
        }
        else
        {
            (_alsoOwned ??= []).Add(thing);
        }
    }

    public void Dispose()
    {
        _owned?.Dispose();
        _alsoOwned?.ForEach(thing => thing.Dispose());
        (_owned, _alsoOwned) = (null, null);
        frame.Dispose();
    }
}
