namespace Cloud.Protocol;

/// <summary>
/// Identity of a topic (KIP-516): a topic that is deleted and created again under its name has another one.
/// </summary>
public readonly record struct TopicId(Guid Value)
{
    /// <summary>Stands for "unknown", as Kafka's zero uuid does.</summary>
    public static readonly TopicId None = new(Guid.Empty);

    public override string ToString() => KafkaUuid.Format(Value);
}
