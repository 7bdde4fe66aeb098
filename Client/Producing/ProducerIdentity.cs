using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// By which brokers tell one idempotent producer, and one life of its sequences, from another (KIP-98).
/// </summary>
internal readonly record struct ProducerIdentity(ProducerId Id, ProducerEpoch Epoch)
{
    public static ProducerIdentity None { get; } = new(ProducerId.None, ProducerEpoch.None);

    public bool IsKnown => Id.IsIdempotent;
}
