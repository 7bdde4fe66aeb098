namespace Cloud.Client;

/// <summary>Where a position is set to that is not known. The default is Kafka's.</summary>
internal enum OffsetResetKind
{
    Latest,
    Earliest,
    None,
    ByDuration,
}
