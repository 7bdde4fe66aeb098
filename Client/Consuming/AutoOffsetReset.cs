namespace Cloud.Client;

/// <summary>
/// <c>auto.offset.reset</c>: where to read where no offset is committed, or the one that is does not exist any more.
/// </summary>
public readonly record struct AutoOffsetReset
{
    private AutoOffsetReset(OffsetResetKind kind, TimeSpan age) => (Kind, Age) = (kind, age);

    /// <summary>From the first record that there is.</summary>
    public static AutoOffsetReset Earliest { get; } = new(OffsetResetKind.Earliest, default);

    /// <summary>From what is written next. The default.</summary>
    public static AutoOffsetReset Latest { get; }

    /// <summary>
    /// Nowhere: reading fails with <see cref="NoOffsetForPartitionException"/> or <see
    /// cref="OffsetOutOfRangeException"/>.
    /// </summary>
    public static AutoOffsetReset None { get; } = new(OffsetResetKind.None, default);

    internal OffsetResetKind Kind { get; }

    internal TimeSpan Age { get; }

    /// <summary>
    /// From the first record that is not older than so long before now (KIP-1106); the end if all are.
    /// </summary>
    /// <param name="age">Zero or more.</param>
    public static AutoOffsetReset ByDuration(TimeSpan age) => new(OffsetResetKind.ByDuration, age);

    /// <summary>As Kafka's configuration writes it.</summary>
    public override string ToString() => Kind switch
    {
        OffsetResetKind.Earliest => "earliest",
        OffsetResetKind.None => "none",
        OffsetResetKind.ByDuration => $"by_duration:{System.Xml.XmlConvert.ToString(Age)}",
        _ => "latest",
    };
}
