using Cloud.Embedded.Clusters;
using Cloud.Embedded.Silos;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Cloud.Embedded.Activations;

/// <summary>Deactivates the idle activations of one silo.</summary>
internal sealed class ActivationCollector : IDisposable
{
    private readonly EmbeddedSilo _silo;
    private readonly GrainCollectionOptions _options;
    private readonly ITimer _timer;

    public ActivationCollector(EmbeddedSilo silo, IOptions<GrainCollectionOptions> options)
    {
        _silo = silo;
        _options = options.Value;
        _timer = silo.Clock.CreateTimer(
            static state => ((ActivationCollector)state!).Collect(),
            this,
            _options.CollectionQuantum,
            _options.CollectionQuantum);
    }

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        // What is paused or dead would only gather requests to end.
        if (_silo.Condition != NodeCondition.Running)
        {
            return;
        }

        foreach (var activation in _silo.Activations())
        {
            var age = activation.Class.AgeLimit
                ?? _options.ClassSpecificCollectionAge.GetValueOrDefault(
                    activation.Class.Type.FullName!, _options.CollectionAge);
            if (age != Timeout.InfiniteTimeSpan && activation.Use.IsOlderThan(_silo.Clock, age))
            {
                activation.Collect(age);
            }
        }
    }
}
