using System.Net;
using System.Net.Sockets;

namespace Cloud.Interop.Silos;

/// <summary>
/// Ports in a row that nobody has. Below those that the system gives out by itself: a silo that is killed must find its
/// own free again.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_000;

    public static int Take(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, End - count);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
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
