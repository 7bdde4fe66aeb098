using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.State;

/// <summary>The record of a deletion, kept until every broker that held a replica has deleted its log.</summary>
/// <param name="Holders">Brokers that have not confirmed yet.</param>
public sealed record RemovedTopic(TopicId Id, string Name, ImmutableArray<BrokerId> Holders);
