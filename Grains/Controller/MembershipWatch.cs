using Cloud.Grains.Interfaces.Controller;

namespace Cloud.Grains.Controller;

/// <summary>
/// Sees to it that the controller hears of every change of the membership, also when the silo that went was its own:
/// each silo tells it, and the first call brings it up anew. One in each silo.
/// </summary>
internal sealed class MembershipWatch(
    IClusterMembershipService membership, IGrainFactory grains, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _ending = new();
    private Task _watching = Task.CompletedTask;

    public void Start() => _watching = Watch();

    public async Task Stop()
    {
        await _ending.CancelAsync();
        await _watching;
    }

    public void Dispose() => _ending.Cancel();

    private async Task Watch()
    {
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(_ending.Token))
            {
                await Tell(snapshot.Version);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo ends.
        }
    }

    private async Task Tell(MembershipVersion version)
    {
        while (true)
        {
            try
            {
                await grains.GetGrain<IControllerGrain>(0).MembershipChanged(version);
                return;
            }
            catch (Exception error) when (Unanswered.Is(error) && !_ending.IsCancellationRequested)
            {
                // The controller is on its way to another silo, or its store cannot be reached.
                await Task.Delay(RetryPause, clock, _ending.Token);
            }
        }
    }
}
