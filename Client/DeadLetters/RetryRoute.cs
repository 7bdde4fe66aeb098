namespace Cloud.Client;

/// <summary>Where records that fail in a topic go.</summary>
/// <param name="Topic">The next retry topic, or the dead-letter topic; null where they are passed over.</param>
/// <param name="Delay">How long they wait there; null in the dead-letter topic.</param>
internal readonly record struct RetryRoute(string? Topic, TimeSpan? Delay);
