using System.Text.Json.Serialization;

namespace Cloud.Core.Controller.Documents;

/// <summary>
/// The shapes of the JSON documents, version 1. Names are the format: to change one of them is a new version.
/// </summary>
internal static class StoredShapes
{
    internal sealed record Header([property: JsonRequired] int Version);

    internal sealed record Topic(
        [property: JsonRequired] int Version,
        [property: JsonRequired] string Id,
        [property: JsonRequired] string Name,
        bool IsInternal,
        SortedDictionary<string, string>? Configs,
        [property: JsonRequired] Partition[] Partitions);

    internal sealed record Partition(
        [property: JsonRequired] int[] Replicas,
        [property: JsonRequired] int Leader,
        [property: JsonRequired] int LeaderEpoch,
        [property: JsonRequired] int PartitionEpoch,
        [property: JsonRequired] int[] Isr,
        int[]? Elr,
        int? LastKnownLeader,
        bool IsRecovering,
        int[]? Adding,
        int[]? Removing);

    internal sealed record Cluster(
        [property: JsonRequired] int Version,
        [property: JsonRequired] string ClusterId,
        [property: JsonRequired] int ControllerEpoch,
        [property: JsonRequired] long MetadataVersion,
        [property: JsonRequired] long LastBrokerEpoch,
        [property: JsonRequired] long NextProducerId,
        [property: JsonRequired] Broker[] Brokers,
        [property: JsonRequired] string[] TopicIds,
        RemovedTopic[]? RemovedTopics,
        SortedDictionary<string, string>? DefaultConfigs);

    internal sealed record Broker(
        [property: JsonRequired] int Id,
        [property: JsonRequired] long Epoch,
        [property: JsonRequired] string DirectoryId,
        string? Rack,
        [property: JsonRequired] Listener[] Listeners,
        [property: JsonRequired] string Condition,
        bool IsDraining);

    internal sealed record Listener(
        [property: JsonRequired] string Name,
        [property: JsonRequired] string Host,
        [property: JsonRequired] int Port);

    internal sealed record RemovedTopic(
        [property: JsonRequired] string Id,
        [property: JsonRequired] string Name,
        [property: JsonRequired] int[] Holders);
}
