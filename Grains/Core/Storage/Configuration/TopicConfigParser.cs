using System.Globalization;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Configuration;

/// <summary>
/// Makes a <see cref="TopicConfig"/> of what people wrote, or names the first key and value that cannot be one.
/// </summary>
public static class TopicConfigParser
{
    private const long DerivedFromRetention = -2;

    /// <param name="overrides">The topic's own settings.</param>
    /// <param name="brokerDefaults">See <see cref="TopicConfigDefinitions.FromBroker"/>.</param>
    public static TopicConfigResult Parse(
        IReadOnlyDictionary<string, string> overrides, IReadOnlyDictionary<string, string>? brokerDefaults = null)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var definition in TopicConfigDefinitions.All)
        {
            values[definition.Name] = definition.Default;
        }

        var error = Apply(brokerDefaults ?? new Dictionary<string, string>(), values) ?? Apply(overrides, values);
        if (error is not null)
        {
            return TopicConfigResult.Invalid(error);
        }

        var config = Build(values);
        error = TopicConfigRules.Check(config, values);
        return error is null ? TopicConfigResult.Valid(config) : TopicConfigResult.Invalid(error);
    }

    private static TopicConfigError? Apply(
        IReadOnlyDictionary<string, string> settings, Dictionary<string, string> values)
    {
        foreach (var (key, value) in settings)
        {
            if (!TopicConfigDefinitions.TryGet(key, out var definition))
            {
                return new(key, null, "There is no such setting");
            }

            if (definition.Rule.Refuse(value) is { } reason)
            {
                return new(key, value, reason);
            }

            values[key] = value.Trim();
        }

        return null;
    }

    private static TopicConfig Build(Dictionary<string, string> values)
    {
        var retentionBytes = Limit(Number(values, TopicConfigKeys.RetentionBytes));
        var retentionTime = TimeLimit(Number(values, TopicConfigKeys.RetentionMs));
        var localBytes = Number(values, TopicConfigKeys.LocalRetentionBytes);
        var localTime = Number(values, TopicConfigKeys.LocalRetentionMs);
        return new()
        {
            CleanupPolicy = Policy(values[TopicConfigKeys.CleanupPolicy]),
            Compression = Codec(values[TopicConfigKeys.CompressionType]),
            DeleteRetention = Time(values, TopicConfigKeys.DeleteRetentionMs),
            FileDeleteDelay = Time(values, TopicConfigKeys.FileDeleteDelayMs),
            FlushRecords = Number(values, TopicConfigKeys.FlushMessages),
            FlushInterval = Time(values, TopicConfigKeys.FlushMs),
            IndexIntervalBytes = (int)Number(values, TopicConfigKeys.IndexIntervalBytes),
            LocalRetentionBytes = localBytes == DerivedFromRetention ? retentionBytes : Limit(localBytes),
            LocalRetentionTime = localTime == DerivedFromRetention ? retentionTime : TimeLimit(localTime),
            MaxCompactionLag = Time(values, TopicConfigKeys.MaxCompactionLagMs),
            MessageBytesMax = (int)Number(values, TopicConfigKeys.MaxMessageBytes),
            TimestampAfterMax = Time(values, TopicConfigKeys.MessageTimestampAfterMaxMs),
            TimestampBeforeMax = Time(values, TopicConfigKeys.MessageTimestampBeforeMaxMs),
            TimestampType = Enum.Parse<TimestampType>(values[TopicConfigKeys.MessageTimestampType]),
            MinCleanableDirtyRatio = double.Parse(
                values[TopicConfigKeys.MinCleanableDirtyRatio], CultureInfo.InvariantCulture),
            MinCompactionLag = Time(values, TopicConfigKeys.MinCompactionLagMs),
            MinInSyncReplicas = (int)Number(values, TopicConfigKeys.MinInSyncReplicas),
            IsPreallocated = bool.Parse(values[TopicConfigKeys.Preallocate]),
            IsRemoteStorageEnabled = bool.Parse(values[TopicConfigKeys.RemoteStorageEnable]),
            RetentionBytes = retentionBytes,
            RetentionTime = retentionTime,
            SegmentBytes = (int)Number(values, TopicConfigKeys.SegmentBytes),
            SegmentIndexBytes = (int)Number(values, TopicConfigKeys.SegmentIndexBytes),
            SegmentJitterMax = Time(values, TopicConfigKeys.SegmentJitterMs),
            SegmentTime = Time(values, TopicConfigKeys.SegmentMs),
            IsUncleanLeaderElectionEnabled = bool.Parse(values[TopicConfigKeys.UncleanLeaderElectionEnable]),
            IsWriteCached = bool.Parse(values[TopicConfigKeys.WriteCaching]),
        };
    }

    private static long Number(Dictionary<string, string> values, string key) =>
        long.Parse(values[key], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static long? Limit(long value) => value < 0 ? null : value;

    private static TimeSpan? TimeLimit(long milliseconds) => milliseconds < 0 ? null : Saturated(milliseconds);

    private static TimeSpan Time(Dictionary<string, string> values, string key) => Saturated(Number(values, key));

    // Kafka writes "for ever" as the largest long; as milliseconds that is more than a TimeSpan holds.
    private static TimeSpan Saturated(long milliseconds) =>
        milliseconds > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond
            ? TimeSpan.MaxValue
            : TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond);

    private static CleanupPolicy Policy(string value)
    {
        var policy = CleanupPolicy.None;
        foreach (var word in ConfigRule.ListOf.Split(value))
        {
            policy |= word is "compact" ? CleanupPolicy.Compact : CleanupPolicy.Delete;
        }

        return policy;
    }

    private static CompressionCodec? Codec(string value) => value switch
    {
        "producer" => null,
        "uncompressed" => CompressionCodec.None,
        _ => Enum.Parse<CompressionCodec>(value, ignoreCase: true),
    };
}
