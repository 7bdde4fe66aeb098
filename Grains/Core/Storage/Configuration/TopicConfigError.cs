namespace Cloud.Core.Storage.Configuration;

/// <summary>Why a topic's settings were refused.</summary>
/// <param name="Value">Null when the key itself is unknown.</param>
public sealed record TopicConfigError(string Key, string? Value, string Reason)
{
    /// <summary>For the client that sent it and the log: names the key and the value.</summary>
    public string Message => Value is null
        ? $"Unknown topic config name: {Key}"
        : $"Invalid value {Value} for configuration {Key}: {Reason}";
}
