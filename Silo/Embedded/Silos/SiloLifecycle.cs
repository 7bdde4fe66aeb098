using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>
/// Starts observers stage by stage and stops those that started in reverse. A failing start stops what had started and
/// fails the silo. Used by <see cref="SiloHostedService"/> only, after all have subscribed.
/// </summary>
internal sealed class SiloLifecycle : ISiloLifecycle
{
    private readonly List<Subscription> _subscriptions = [];

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        var subscription = new Subscription(this, stage, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        foreach (var stage in Stages().Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(At(stage).Select(subscription => subscription.Observer.OnStart(cancellationToken)));
            HighestCompletedStage = stage;
        }
    }

    /// <summary>Stops every stage, whatever fails on the way; what failed comes out at the end.</summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var stage in Stages().Where(stage => stage <= HighestCompletedStage).OrderDescending())
        {
            try
            {
                await Task.WhenAll(At(stage).Select(subscription => subscription.Observer.OnStop(cancellationToken)));
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }

            LowestStoppedStage = stage;
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private int[] Stages() => [.. _subscriptions.Select(subscription => subscription.Stage).Distinct()];

    private Subscription[] At(int stage) => [.. _subscriptions.Where(subscription => subscription.Stage == stage)];

    private sealed class Subscription(SiloLifecycle lifecycle, int stage, ILifecycleObserver observer) : IDisposable
    {
        public int Stage { get; } = stage;

        public ILifecycleObserver Observer { get; } = observer;

        public void Dispose() => lifecycle._subscriptions.Remove(this);
    }
}
