using System.Globalization;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Controllers;

/// <summary>
/// Where all controllers keep their documents. Compare-and-swap per document; answers take their time and may be lost,
/// with the write done or not. Checks that what is stored never goes back. One thread.
/// </summary>
internal sealed class SimulatedStore(World world)
{
    private readonly Dictionary<string, (string Tag, byte[] Content)> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TopicState> _topics = new(StringComparer.Ordinal);
    private ClusterState? _cluster;
    private long _tags;

    public double TimeoutProbability { get; set; }

    public int DelayMillisecondsMax { get; set; } = 5;

    /// <summary>Told of every topic that is stored.</summary>
    public Action<TopicState>? Stored { get; set; }

    public int TimeoutCount { get; private set; }

    public int ConflictCount { get; private set; }

    /// <summary>The topics as they are stored now. One that is not listed was never made, or is deleted.</summary>
    public IEnumerable<TopicState> Topics =>
        _topics.Values.Where(topic => _cluster is not null && _cluster.TopicIds.Contains(topic.Id));

    /// <summary>Deletions that some broker has not carried out yet.</summary>
    public int RemovedTopicCount => _cluster?.RemovedTopics.Count ?? 0;

    public Task<StoredDocument?> Read(string name) => Do(() =>
        _documents.TryGetValue(name, out var found) ? new StoredDocument(found.Tag, found.Content) : null);

    public Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content)
    {
        var bytes = content.ToArray();
        return Do(() =>
        {
            CheckTag(name, tag);
            CheckSuccession(name, bytes);
            var next = (++_tags).ToString(CultureInfo.InvariantCulture);
            _documents[name] = (next, bytes);
            return next;
        });
    }

    public Task<bool> Remove(string name, string tag) => Do(() =>
    {
        CheckTag(name, tag);
        _topics.Remove(name);
        return _documents.Remove(name);
    });

    private void CheckTag(string name, string? tag)
    {
        var stored = _documents.TryGetValue(name, out var found) ? found.Tag : null;
        if (stored != tag)
        {
            ConflictCount++;
            throw new StoreConflictException(name);
        }
    }

    private void CheckSuccession(string name, byte[] content)
    {
        if (name == ControllerDocumentNames.Cluster
            && ClusterDocument.TryDecode(content, out var cluster) is DecodeStatus.Done)
        {
            _cluster = cluster;
            return;
        }

        if (TopicDocument.TryDecode(content, out var topic) is not DecodeStatus.Done || topic is null)
        {
            return;
        }

        if (_topics.TryGetValue(name, out var before))
        {
            foreach (var (old, next) in before.Partitions.Zip(topic.Partitions))
            {
                world.Check(
                    next.LeaderEpoch >= old.LeaderEpoch && next.PartitionEpoch >= old.PartitionEpoch,
                    $"I6: stored epochs of {topic.Name}-{old.Index} never go back");
                world.Check(
                    next.LeaderEpoch == old.LeaderEpoch ? next.Leader == old.Leader : true,
                    $"I6: epoch {next.LeaderEpoch} of {topic.Name}-{old.Index} has one leader");
            }
        }

        _topics[name] = topic;
        Stored?.Invoke(topic);
    }

    private Task<T> Do<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>();
        var isLost = world.Chance(TimeoutProbability);
        var isDone = !isLost || world.Chance(0.5);
        world.At(world.Between(0, DelayMillisecondsMax), () => Run(work, isDone, isLost, completion));
        return completion.Task;
    }

    private void Run<T>(Func<T> work, bool isDone, bool isLost, TaskCompletionSource<T> completion)
    {
        Exception? failure = null;
        T? result = default;
        try
        {
            result = isDone ? work() : default;
        }
        catch (StoreConflictException conflict)
        {
            failure = conflict;
        }

        if (isLost)
        {
            TimeoutCount++;
            failure = new TimeoutException("the store did not answer");
        }

        var delay = isLost ? TimeSpan.FromMilliseconds(500) : world.Between(0, DelayMillisecondsMax);
        world.At(delay, () =>
        {
            if (failure is not null)
            {
                completion.SetException(failure);
            }
            else
            {
                completion.SetResult(result!);
            }
        });
    }
}
