namespace Cloud.Client;

/// <summary>What an <see cref="AdminClient"/> can be told.</summary>
public sealed record AdminOptions : ClientOptions
{
    /// <summary>
    /// How long topics and partitions are looked for that no broker seems to know: one that was just created is not
    /// known to every broker at once. Default 1 s; zero or more. Kafka's admin client has no such option: there some
    /// calls fail at once, and others wait for the whole of <c>default.api.timeout.ms</c>.
    /// </summary>
    public TimeSpan UnknownTopicPatience { get; init; } = TimeSpan.FromSeconds(1);

    public override void Validate()
    {
        base.Validate();
        OptionRules.NotNegative(UnknownTopicPatience, nameof(UnknownTopicPatience));
    }
}
