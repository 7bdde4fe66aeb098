using System.Net;
using System.Net.Sockets;

namespace Cloud.Integration.Client;

/// <summary>Listens on loopback and does to each connection what the test says.</summary>
internal sealed class BadServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _behave;
    private readonly Task _loop;

    private BadServer(Func<NetworkStream, CancellationToken, Task> behave)
    {
        _behave = behave;
        _listener.Start();
        _loop = Serve();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>A web server: whatever comes, it answers that it is no request.</summary>
    public static BadServer Http() => new(async (stream, ending) =>
    {
        await stream.ReadAtLeastAsync(new byte[1024], minimumBytes: 4, throwOnEndOfStream: false, ending);
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), ending);
    });

    /// <summary>Begins an answer and closes in the middle of it.</summary>
    public static BadServer Breaking() => new(async (stream, ending) =>
    {
        await stream.ReadAtLeastAsync(new byte[1024], minimumBytes: 4, throwOnEndOfStream: false, ending);
        await stream.WriteAsync(new byte[] { 0, 0, 1, 0, 0, 0, 0, 1 }, ending);
    });

    /// <summary>Takes everything and says nothing.</summary>
    public static BadServer Silent() => new(async (stream, ending) =>
    {
        while (await stream.ReadAsync(new byte[1024], ending) > 0)
        {
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task Serve()
    {
        while (!_ending.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_ending.Token);
            try
            {
                await _behave(client.GetStream(), _ending.Token);
            }
            catch (IOException)
            {
                // The other side has had enough.
            }
        }
    }
}
