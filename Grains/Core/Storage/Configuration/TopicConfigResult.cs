using System.Diagnostics.CodeAnalysis;

namespace Cloud.Core.Storage.Configuration;

/// <summary>A topic's settings, or why there are none.</summary>
public readonly record struct TopicConfigResult
{
    private TopicConfigResult(TopicConfig? config, TopicConfigError? error) => (Config, Error) = (config, error);

    public TopicConfig? Config { get; }

    public TopicConfigError? Error { get; }

    [MemberNotNullWhen(true, nameof(Config))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Config is not null;

    public static TopicConfigResult Valid(TopicConfig config) => new(config, null);

    public static TopicConfigResult Invalid(TopicConfigError error) => new(null, error);
}
