namespace Cloud.Protocol;

/// <summary>Identity of a data folder (KIP-858): a replaced disk has another one.</summary>
public readonly record struct DirectoryId(Guid Value)
{
    public override string ToString() => KafkaUuid.Format(Value);
}
