using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Partitions.Broker;

/// <summary>A replica and the scheduler that its turns run on; none for the caller's own.</summary>
internal sealed class HostedReplica(PartitionReplica replica, TaskScheduler? scheduler)
{
    private readonly ExclusiveTurns _turns = new(scheduler);

    public PartitionReplica Replica => replica;

    /// <summary>What the topic sets itself. By the broker.</summary>
    public required ImmutableSortedDictionary<string, string> OwnConfigs { get; set; }

    /// <summary>What that comes to with the defaults. Replaced by the broker, read by any thread.</summary>
    public required TopicConfig Config { get; set; }

    /// <summary>The newest committed state that the broker has passed on.</summary>
    public PartitionState? State { get; set; }

    public Task Enter(Action<PartitionReplica> work) => Enter(entered =>
    {
        work(entered);
        return Task.FromResult(true);
    });

    public Task<T> Enter<T>(Func<PartitionReplica, Task<T>> work) => _turns.Run(replica, work);

    public Task<T> Enter<TArgument, T>(TArgument argument, Func<PartitionReplica, TArgument, Task<T>> work) =>
        _turns.Run(replica, argument, work);
}
