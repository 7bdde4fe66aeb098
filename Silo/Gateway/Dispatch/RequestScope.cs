using Cloud.Gateway.Connections;

namespace Cloud.Gateway.Dispatch;

/// <summary>
/// What belongs to one request until its answer was sent: its frame, and what the answer holds. Owned by the
/// connection.
/// </summary>
internal sealed class RequestScope(ConnectionIdentity connection, IDisposable frame, CancellationToken cancellation)
    : IDisposable
{
    private List<IDisposable>? _owned;

    public ConnectionIdentity Connection => connection;

    /// <summary>The connection ends: nobody waits for the answer.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Of the request.</summary>
    public short ApiVersion { get; set; }

    /// <summary>Disposes it when the answer was sent.</summary>
    public void Own(IDisposable thing) => (_owned ??= []).Add(thing);

    public void Dispose()
    {
        if (_owned is not null)
        {
            foreach (var thing in _owned)
            {
                thing.Dispose();
            }

            _owned = null;
        }

        frame.Dispose();
    }
}
