using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cloud.Integration.Silos;

/// <summary>
/// Ports for those who listen later, or again: a broker that is killed must find its own free. Below those that the
/// system gives out by itself, also to connections, and none of them twice, whichever test process asks.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_000;

    // A name is had by one process at a time, for as long as its mutex is kept.
    private static readonly ConcurrentBag<Mutex> Claims = [];

    /// <returns>The first of them.</returns>
    public static int Take(int inRow = 1)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, End - inRow);
            if (Enumerable.Range(first, inRow).All(port => IsClaimed(port) && IsFree(port)))
            {
                return first;
            }
        }
    }

    private static bool IsClaimed(int port)
    {
        Claims.Add(new(false, $"cloud-tests-port-{port}", out var isNew));
        return isNew;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
