using System.Collections.Immutable;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller;

/// <summary>
/// Stores a controller's decisions, and takes over from the one before. Called by one caller at a time. DESIGN.md has
/// the reasons for the order of writes.
/// </summary>
public sealed class ControllerJournal
{
    // Enough to hide the latency of a store, few enough not to be throttled by it.
    private const int WritesAtOnceMax = 16;

    // Each failed attempt is a write of a predecessor, who has at most one decision in flight.
    private const int SealAttemptsMax = 4;

    private readonly IControllerStore _store;
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private Exception? _failure;

    private ControllerJournal(IControllerStore store) => _store = store;

    /// <summary>
    /// Becomes the controller: from here on, writes of earlier ones fail. The decisions that lead from what was stored
    /// to what is committed are part of it, so silos start with a snapshot.
    /// </summary>
    /// <exception cref="StoreConflictException">Somebody else takes over at the same time.</exception>
    /// <exception cref="ControllerDocumentException">The documents make no state to go on from.</exception>
    public static async Task<(ControllerJournal Journal, ControllerMachine Machine)> TakeOver(
        IControllerStore store, string clusterId, ITopicRules rules, ControllerOptions options)
    {
        var journal = new ControllerJournal(store);
        var cluster = await journal.ClaimCluster(clusterId);
        var topics = new List<TopicState>(cluster.TopicIds.Count);
        foreach (var some in cluster.TopicIds.Chunk(WritesAtOnceMax))
        {
            topics.AddRange(await Task.WhenAll(some.Select(journal.SealTopic)));
        }

        var machine = ControllerRecovery.Restore(cluster, topics, rules, options);
        var settled = machine.Settle();
        await journal.Commit(settled.Records);
        machine.Commit(settled.Records);
        await journal.RemoveLeftOvers(machine.Cluster.RemovedTopics.Keys);
        return (journal, machine);
    }

    /// <summary>Stores the records of a decision. When it returns, the decision is committed.</summary>
    /// <exception cref="ControllerDeposedException">It is not, or nobody knows; no later one will be.</exception>
    public async Task Commit(ImmutableArray<ControllerRecord> records)
    {
        if (_failure is not null)
        {
            throw new ControllerDeposedException("An earlier decision could not be stored.", _failure);
        }

        try
        {
            var topics = new List<TopicState>();
            foreach (var record in records)
            {
                if (record is ControllerRecord.TopicChanged changed)
                {
                    topics.Add(changed.Topic);
                    continue;
                }

                await WriteTopics(topics);
                await Store(record);
            }

            await WriteTopics(topics);
        }
        catch (Exception failure)
        {
            _failure = failure;
            throw new ControllerDeposedException("A decision could not be stored.", failure);
        }
    }

    private async Task<ClusterState> ClaimCluster(string clusterId)
    {
        var stored = await _store.Read(ControllerDocumentNames.Cluster);
        var cluster = stored is null
            ? ControllerRecovery.NewCluster(clusterId)
            : ControllerRecovery.Claim(ControllerRecovery.DecodeCluster(stored.Content.Span, clusterId));
        await Write(ControllerDocumentNames.Cluster, stored?.Tag, ClusterDocument.Encode(cluster));
        return cluster;
    }

    /// <summary>
    /// Reads a topic and writes it back: a write that a predecessor has still in flight can no longer land.
    /// </summary>
    private async Task<TopicState> SealTopic(TopicId id)
    {
        var name = ControllerDocumentNames.Topic(id);
        for (var attempt = 1; ; attempt++)
        {
            var stored = await _store.Read(name)
                ?? throw new ControllerDocumentException(name, ControllerDocumentFault.Missing);
            var topic = ControllerRecovery.DecodeTopic(stored.Content.Span, id);
            try
            {
                await Write(name, stored.Tag, stored.Content);
                return topic;
            }
            catch (StoreConflictException) when (attempt < SealAttemptsMax)
            {
                // The predecessor's last write came in between: it is read on the next round.
            }
        }
    }

    private async Task RemoveLeftOvers(IEnumerable<TopicId> removed)
    {
        foreach (var id in removed)
        {
            if (await _store.Read(ControllerDocumentNames.Topic(id)) is { } stored)
            {
                await _store.Remove(ControllerDocumentNames.Topic(id), stored.Tag);
            }
        }
    }

    private async Task WriteTopics(List<TopicState> topics)
    {
        foreach (var some in topics.Chunk(WritesAtOnceMax))
        {
            await Task.WhenAll(some.Select(WriteTopic));
        }

        topics.Clear();
    }

    private Task WriteTopic(TopicState topic)
    {
        var name = ControllerDocumentNames.Topic(topic.Id);
        return Write(name, _tags.GetValueOrDefault(name), TopicDocument.Encode(topic));
    }

    private async Task Store(ControllerRecord record)
    {
        if (record is ControllerRecord.ClusterChanged changed)
        {
            var tag = _tags[ControllerDocumentNames.Cluster];
            await Write(ControllerDocumentNames.Cluster, tag, ClusterDocument.Encode(changed.Cluster));
        }
        else if (record is ControllerRecord.TopicRemoved removed)
        {
            var name = ControllerDocumentNames.Topic(removed.Id);
            await _store.Remove(name, _tags[name]);
            _tags.Remove(name);
        }
    }

    private async Task Write(string name, string? tag, ReadOnlyMemory<byte> content) =>
        _tags[name] = await _store.Write(name, tag, content);
}
