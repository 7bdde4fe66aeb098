namespace Cloud.Client;

/// <summary>What became of a record.</summary>
/// <param name="Metadata">Where it was written; with an error only topic, partition and the record's time.</param>
/// <param name="Error">Why it was not, or not known to be; null when it was.</param>
public readonly record struct DeliveryReport(RecordMetadata Metadata, ClientException? Error)
{
    public bool IsDelivered => Error is null;
}
