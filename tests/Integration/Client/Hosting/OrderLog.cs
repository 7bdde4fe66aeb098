using System.Collections.Concurrent;

namespace Cloud.Integration.Client.Hosting;

/// <summary>What handlers have seen, for the test that made their host.</summary>
internal sealed class OrderLog
{
    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>Handlers of these fail.</summary>
    public ConcurrentDictionary<string, bool> Bad { get; } = new();
}
