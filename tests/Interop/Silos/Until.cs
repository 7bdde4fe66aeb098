using System.Net.Sockets;

namespace Cloud.Interop.Silos;

/// <summary>
/// For what a cluster comes to by itself. Fails after two minutes, which is no measure of anything: a state that is
/// never reached must not hang the suite.
/// </summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task Holds(string what, Func<Task<bool>> look)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await Look(look))
        {
            Assert.False(patience.IsCancellationRequested, $"Not reached: {what}");
            await Task.Delay(Pause);
        }
    }

    private static async Task<bool> Look(Func<Task<bool>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception error) when (error is SocketException or EndOfStreamException or HttpRequestException)
        {
            // Who was asked is not there just now.
            return false;
        }
    }
}
