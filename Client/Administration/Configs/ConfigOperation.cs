namespace Cloud.Client;

/// <summary>How a setting is changed. The numbers are Kafka's.</summary>
public enum ConfigOperation : sbyte
{
    /// <summary>Gives it a value.</summary>
    Set = 0,

    /// <summary>Takes its value away, so that the next place counts.</summary>
    Delete = 1,

    /// <summary>Adds to a list.</summary>
    Append = 2,

    /// <summary>Takes from a list.</summary>
    Subtract = 3,
}
