using System.Globalization;

namespace Cloud.Client;

/// <summary>Reads and writes <see cref="DeadLetterHeaders"/>.</summary>
internal static class CauseHeaders
{
    private const int MessageCharsMax = 1000;

    /// <summary>How many attempts there were before this topic; 0 where nothing says so.</summary>
    public static int AttemptsOf(Headers headers) => (int)Math.Clamp(
        NumberOf(headers, DeadLetterHeaders.Attempts) ?? 0, 0, int.MaxValue);

    /// <summary>When it may be processed; null for at once.</summary>
    public static DateTimeOffset? RetryAtOf(Headers headers) => NumberOf(headers, DeadLetterHeaders.RetryAt) is { } time
        ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
            time, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
        : null;

    /// <summary>The record's own headers with those of its failure.</summary>
    /// <param name="record">Is not changed.</param>
    /// <param name="retryAt">Null in a dead-letter topic.</param>
    public static Headers Of(
        in ConsumerRecord<byte[]?, byte[]?> record, FailedAttempt failed, string group, DateTimeOffset? retryAt)
    {
        var headers = new Headers(record.Headers);
        if (!record.Headers.TryGetLast(DeadLetterHeaders.OriginalTopic, out _))
        {
            headers.Add(DeadLetterHeaders.OriginalTopic, record.Topic);
            Set(headers, DeadLetterHeaders.OriginalPartition, record.Partition);
            Set(headers, DeadLetterHeaders.OriginalOffset, record.Offset.Value);
            Set(headers, DeadLetterHeaders.OriginalTimestamp, record.Timestamp.ToUnixTimeMilliseconds());
        }

        var message = failed.Exception.Message;
        var cut = message.Length > MessageCharsMax ? message[..MessageCharsMax] : message;
        Set(headers, DeadLetterHeaders.Group, group);
        Set(headers, DeadLetterHeaders.ExceptionType, failed.Exception.GetType().FullName ?? "");
        Set(headers, DeadLetterHeaders.ExceptionMessage, cut);
        Set(headers, DeadLetterHeaders.Attempts, failed.Attempts);
        Set(headers, DeadLetterHeaders.FailedAt, failed.Time.ToUnixTimeMilliseconds());
        headers.Remove(DeadLetterHeaders.RetryAt);
        if (retryAt is { } time)
        {
            Set(headers, DeadLetterHeaders.RetryAt, time.ToUnixTimeMilliseconds());
        }

        return headers;
    }

    private static void Set(Headers headers, string key, long value) =>
        Set(headers, key, value.ToString(CultureInfo.InvariantCulture));

    private static void Set(Headers headers, string key, string value) => headers.Remove(key).Add(key, value);

    private static long? NumberOf(Headers headers, string key) =>
        long.TryParse(headers.GetLastText(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
