using Cloud.Client;

namespace Cloud.Unit.Client.Hosting;

/// <summary>A cluster that answers, or does not.</summary>
internal sealed class FakeProbe(Exception? failure = null) : IClusterProbe
{
    public Task Ask(CancellationToken cancellationToken) =>
        failure is null ? Task.CompletedTask : Task.FromException(failure);
}
