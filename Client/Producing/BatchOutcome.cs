using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>What became of a batch.</summary>
internal readonly struct BatchOutcome
{
    private readonly Offset _baseOffset;
    private readonly Instant _logAppendTime;
    private readonly ClientException? _error;
    private readonly IReadOnlyDictionary<int, ClientException>? _recordErrors;

    private BatchOutcome(
        Offset baseOffset,
        Instant logAppendTime,
        ClientException? error,
        IReadOnlyDictionary<int, ClientException>? recordErrors) =>
        (_baseOffset, _logAppendTime, _error, _recordErrors) = (baseOffset, logAppendTime, error, recordErrors);

    public ClientException? Error => _error;

    /// <summary>Written, but nobody says where.</summary>
    public static BatchOutcome Somewhere { get; } = Written(Offset.None, Instant.None);

    /// <param name="baseOffset">Of the first record.</param>
    /// <param name="logAppendTime">The broker's time for all records; none where they keep their own.</param>
    public static BatchOutcome Written(Offset baseOffset, Instant logAppendTime) =>
        new(baseOffset, logAppendTime, error: null, recordErrors: null);

    /// <param name="error">Of the batch.</param>
    /// <param name="recordErrors">Of those records, by their place, for which the broker refused the batch.</param>
    public static BatchOutcome Failed(
        ClientException error, IReadOnlyDictionary<int, ClientException>? recordErrors = null) =>
        new(Offset.None, Instant.None, error, recordErrors);

    public DeliveryReport ReportOf(in DeliveryEntry entry, TopicPartition partition)
    {
        var timestamp = _logAppendTime == Instant.None ? entry.Timestamp : _logAppendTime;
        var offset = _baseOffset.Value < 0 ? _baseOffset : _baseOffset.Plus(entry.Index);
        var error = _recordErrors?.GetValueOrDefault(entry.Index) ?? _error;
        return new(new(partition, offset, DateTimeOffset.FromUnixTimeMilliseconds(timestamp.Milliseconds)), error);
    }
}
