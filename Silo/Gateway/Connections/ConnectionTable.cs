using System.Collections.Concurrent;
using System.Net;

namespace Cloud.Gateway.Connections;

/// <summary>The connections of a silo, counted and bounded. Any thread.</summary>
internal sealed class ConnectionTable(GatewayOptions options, RequestMemory memory, GatewayLog log)
{
    private readonly ConcurrentDictionary<KafkaConnection, Task> _connections = new();
    private readonly ConcurrentDictionary<IPAddress, int> _perAddress = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place for a connection; false, and a line in the log, when there is none.</summary>
    public bool TryEnter(ConnectionIdentity identity)
    {
        var count = Interlocked.Increment(ref _count);
        var ofAddress = _perAddress.AddOrUpdate(identity.Address, 1, static (_, known) => known + 1);
        if (count <= options.ConnectionsMax && ofAddress <= options.ConnectionsPerAddressMax)
        {
            return true;
        }

        Leave(identity);
        var isForAll = count > options.ConnectionsMax;
        log.TooManyConnections(
            identity.RemoteAddress,
            isForAll ? count - 1 : ofAddress - 1,
            isForAll ? "max.connections" : "max.connections.per.ip");
        return false;
    }

    /// <summary>Serves a connection that has entered, and frees its place when it ends.</summary>
    public void Serve(KafkaConnection connection)
    {
        var serving = new TaskCompletionSource();
        _connections[connection] = serving.Task;
        _ = ServeToTheEnd(connection, serving);
    }

    /// <summary>
    /// Closes those on which nothing has moved for too long. That is sooner for those whose unfinished requests, or
    /// answers that they do not take, keep the memory that others wait for.
    /// </summary>
    public void CloseIdle()
    {
        var isShort = memory.IsShort;
        foreach (var connection in _connections.Keys)
        {
            var idle = connection.Idle;
            if (idle > options.IdleMax)
            {
                connection.Close($"nothing has moved on it for {idle} (connections.max.idle.ms)");
            }
            else if (isShort && connection.HeldBytes >= options.StalledBytesMin && idle > options.StalledMax)
            {
                connection.Close(
                    $"nothing has moved on it for {idle} and its requests take {connection.HeldBytes} bytes, "
                    + "which others wait for (queued.max.request.bytes)");
            }
        }
    }

    public async Task CloseAll()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Close(reason: null);
        }

        await Task.WhenAll(_connections.Values);
    }

    private async Task ServeToTheEnd(KafkaConnection connection, TaskCompletionSource served)
    {
        try
        {
            await connection.Run();
        }
        finally
        {
            Leave(connection.Identity);
            _connections.TryRemove(connection, out _);
            served.SetResult();
        }
    }

    private void Leave(ConnectionIdentity identity)
    {
        Interlocked.Decrement(ref _count);
        if (_perAddress.AddOrUpdate(identity.Address, 0, static (_, known) => known - 1) == 0)
        {
            _perAddress.TryRemove(new KeyValuePair<IPAddress, int>(identity.Address, 0));
        }
    }
}
