using Cloud.Grains.Storage;

namespace Cloud.Integration.Brokers;

public sealed class DiskThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A silo that is killed ends its threads while its logs still flush one after the other.
    [Fact]
    public async Task Work_that_goes_on_with_more_while_the_threads_end_is_done()
    {
        var threads = new DiskThreads(threadCount: 1);
        using var endHasBegun = new SemaphoreSlim(0);
        var done = 0;
        threads.Post(() =>
        {
            endHasBegun.Wait();
            threads.Post(() => threads.Post(() => done++));
        });

        var ending = Task.Run(threads.Dispose);
        await UntilRefused(threads);
        endHasBegun.Release();

        await ending.WaitAsync(Patience);
        Assert.Equal(1, done);
    }

    private static async Task UntilRefused(DiskThreads threads)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                threads.Post(static () => { });
            }
            catch (InvalidOperationException)
            {
                return;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
