namespace Cloud.Core.Storage.Producers;

/// <summary>
/// Whether a batch may be appended. For a duplicate, <see cref="Original"/> is what was appended the first time.
/// </summary>
public readonly record struct ProducerVerdict(ProducerVerdictKind Kind, ProducerBatch Original = default)
{
    public static readonly ProducerVerdict Accepted = new(ProducerVerdictKind.Accepted);

    public bool IsAccepted => Kind is ProducerVerdictKind.Accepted;
}
