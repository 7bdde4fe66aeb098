using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.State;

/// <summary>A broker as the controller has committed it.</summary>
/// <param name="Epoch">Of its latest registration.</param>
/// <param name="Rack">Null where racks are not used.</param>
/// <param name="Listeners">Where clients reach it, by listener name.</param>
/// <param name="Condition">Whether it may lead and be in sync.</param>
/// <param name="IsDraining">It is being emptied: no new replicas, and leadership moves away.</param>
public sealed record BrokerState(
    BrokerId Id,
    BrokerEpoch Epoch,
    DirectoryId DirectoryId,
    string? Rack,
    ImmutableArray<BrokerListener> Listeners,
    BrokerConditionKind Condition,
    bool IsDraining);
