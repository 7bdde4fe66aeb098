namespace Cloud.Client;

/// <summary>
/// Headers of records in retry and dead-letter topics, each a text in UTF-8. Those of the origin are of the record that
/// failed first; those of the failure are of the last one. The record's own headers, key and value stay; its timestamp
/// is when it was passed on.
/// </summary>
public static class DeadLetterHeaders
{
    /// <summary>Topic that the record was first read from.</summary>
    public const string OriginalTopic = "cloud.original.topic";

    /// <summary>Its partition there.</summary>
    public const string OriginalPartition = "cloud.original.partition";

    /// <summary>Its offset there.</summary>
    public const string OriginalOffset = "cloud.original.offset";

    /// <summary>Its timestamp there, in milliseconds since 1970.</summary>
    public const string OriginalTimestamp = "cloud.original.timestamp";

    /// <summary>The group whose processing failed.</summary>
    public const string Group = "cloud.failure.group";

    /// <summary>Full name of the exception's type.</summary>
    public const string ExceptionType = "cloud.failure.exception";

    /// <summary>The exception's message, cut after 1,000 characters.</summary>
    public const string ExceptionMessage = "cloud.failure.message";

    /// <summary>How many attempts there were so far, in all topics.</summary>
    public const string Attempts = "cloud.failure.attempts";

    /// <summary>When the last one failed, in milliseconds since 1970.</summary>
    public const string FailedAt = "cloud.failure.time";

    /// <summary>
    /// Of records in retry topics: not to be processed before, in milliseconds since 1970. Heeded in these topics
    /// alone, and for no longer than the topic's delay.
    /// </summary>
    public const string RetryAt = "cloud.retry.time";
}
