namespace Cloud.Core.Storage.Configuration;

/// <summary>What settings must hold together, and which changes of a topic are refused.</summary>
public static class TopicConfigRules
{
    /// <summary>Whether a topic may go from one set of settings to another on this cluster; null when it may.</summary>
    /// <param name="previous">Null for a new topic.</param>
    public static TopicConfigError? CheckChange(TopicConfig? previous, TopicConfig next, bool isTieringAvailable)
    {
        if (next.IsRemoteStorageEnabled && !isTieringAvailable)
        {
            return new(TopicConfigKeys.RemoteStorageEnable, "true", "This cluster has no remote tier");
        }

        // The start of the log would be in a tier that nobody reads any more.
        return previous is { IsRemoteStorageEnabled: true } && !next.IsRemoteStorageEnabled
            ? new(TopicConfigKeys.RemoteStorageEnable, "false", "A topic that is tiered cannot leave the tier")
            : null;
    }

    internal static TopicConfigError? Check(TopicConfig config, IReadOnlyDictionary<string, string> values)
    {
        if (config.MinCompactionLag > config.MaxCompactionLag)
        {
            return Conflict(values, TopicConfigKeys.MinCompactionLagMs, TopicConfigKeys.MaxCompactionLagMs);
        }

        if (!config.IsRemoteStorageEnabled)
        {
            return null;
        }

        if (config.IsCompacted)
        {
            return new(
                TopicConfigKeys.CleanupPolicy,
                values[TopicConfigKeys.CleanupPolicy],
                "A compacted topic cannot be stored in the remote tier");
        }

        if (Exceeds(config.LocalRetentionBytes, config.RetentionBytes))
        {
            return Conflict(values, TopicConfigKeys.LocalRetentionBytes, TopicConfigKeys.RetentionBytes);
        }

        return Exceeds(config.LocalRetentionTime?.Ticks, config.RetentionTime?.Ticks)
            ? Conflict(values, TopicConfigKeys.LocalRetentionMs, TopicConfigKeys.RetentionMs)
            : null;
    }

    // Null is no limit: more than any other.
    private static bool Exceeds(long? local, long? total) =>
        total is { } limit && (local is not { } own || own > limit);

    private static TopicConfigError Conflict(IReadOnlyDictionary<string, string> values, string key, string limitKey) =>
        new(key, values[key], $"Value must not be more than that of {limitKey}, which is {values[limitKey]}");
}
