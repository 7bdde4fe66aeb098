using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>Turns what a broker says of an item into what the caller gets: the one place where that is done.</summary>
internal static class AdminFailure
{
    /// <param name="item">What it was about, as it begins a sentence: <c>Topic 'orders'</c>.</param>
    public static ClientException Of(KafkaError error, string item, string? message = null) =>
        ClientErrors.Of(error, item, string.IsNullOrEmpty(message) ? null : message);

    /// <summary>The value, unless the broker says that something is wrong.</summary>
    public static AdminResult<T> Result<T>(KafkaError error, string? message, string item, Func<T> value) =>
        error is KafkaError.None
            ? AdminResult<T>.Ok(value())
            : AdminResult<T>.Failed(Of(error, item, message));

    public static AdminResult<Done> Result(KafkaError error, string? message, string item) =>
        Result(error, message, item, static () => default(Done));
}
