namespace Cloud.Client;

/// <summary>Where a consumer's partitions come from.</summary>
internal enum ConsumerMode
{
    /// <summary>It has none.</summary>
    Idle,

    /// <summary>The application names them.</summary>
    Assigned,

    /// <summary>Its group gives them.</summary>
    Subscribed,
}
