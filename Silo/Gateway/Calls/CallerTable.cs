namespace Cloud.Gateway.Calls;

/// <summary>
/// How many requests of each caller are under way. Who has too many waits, as a connection is not read any more. Holds
/// nothing of those that have none. Any thread.
/// </summary>
internal sealed class CallerTable(int inFlightMax)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Caller> _callers = [];

    /// <returns>The request's place; to be disposed when it has ended.</returns>
    public async ValueTask<IDisposable> Enter(string client, CancellationToken cancellation)
    {
        var caller = Take(client);
        try
        {
            await caller.Places.WaitAsync(cancellation);
            return caller;
        }
        catch
        {
            Leave(caller);
            throw;
        }
    }

    private Caller Take(string client)
    {
        lock (_lock)
        {
            if (!_callers.TryGetValue(client, out var caller))
            {
                caller = new(this, client, new SemaphoreSlim(inFlightMax));
                _callers.Add(client, caller);
            }

            caller.Users++;
            return caller;
        }
    }

    private void Leave(Caller caller)
    {
        lock (_lock)
        {
            if (--caller.Users == 0)
            {
                _callers.Remove(caller.Name);
                caller.Places.Dispose();
            }
        }
    }

    /// <summary>One who has requests under way, and the place of each of them.</summary>
    private sealed class Caller(CallerTable table, string name, SemaphoreSlim places) : IDisposable
    {
        public string Name => name;

        public SemaphoreSlim Places => places;

        // Guarded by the table's lock.
        public int Users { get; set; }

        public void Dispose()
        {
            places.Release();
            table.Leave(this);
        }
    }
}
