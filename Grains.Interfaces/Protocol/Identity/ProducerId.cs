namespace Cloud.Protocol;

/// <summary>
/// Identity of an idempotent or transactional producer (KIP-98), granted by the controller in blocks.
/// </summary>
public readonly record struct ProducerId(long Value)
{
    /// <summary>The batch comes from a producer that is not idempotent.</summary>
    public static readonly ProducerId None = new(-1);

    public bool IsIdempotent => Value >= 0;

    public override string ToString() => Value.ToString(null, null);
}
