namespace Cloud.Integration.Brokers;

/// <summary>
/// For what a cluster comes to by itself, some time after. Fails after a minute, which is no measure of anything: a
/// state that is never reached must not hang the suite.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<T> Is<T>(Func<Task<T>> look, Func<T, bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            T? seen = default;
            try
            {
                seen = await look();
                if (condition(seen))
                {
                    return seen;
                }
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                // Between two silos.
            }

            Assert.False(patience.IsCancellationRequested, $"Not reached: {what}. Last seen: {seen}");
            await Task.Delay(Pause);
        }
    }
}
