using System.Text.RegularExpressions;

namespace Cloud.Client;

/// <summary>The names that a subscription means at a moment; patterns must match the whole of a name.</summary>
internal sealed class SubscribedTopics
{
    // Names have 249 characters at most; a pattern that needs longer for one is a mistake.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly GroupSubscription _subscription;
    private readonly Regex? _pattern;
    private readonly bool _areInternalExcluded;

    /// <exception cref="RegexParseException">The pattern is none.</exception>
    public SubscribedTopics(GroupSubscription subscription, bool areInternalExcluded)
    {
        _subscription = subscription;
        _areInternalExcluded = areInternalExcluded;
        _pattern = subscription.Pattern is { } pattern
            ? new Regex($"^(?:{pattern})\\z", RegexOptions.CultureInvariant, MatchTimeout)
            : null;
    }

    public IEnumerable<string> In(ClusterSnapshot cluster) => _pattern is null
        ? _subscription.Topics
        : cluster.Topics
            .Where(topic => !(_areInternalExcluded && topic.IsInternal) && _pattern.IsMatch(topic.Name))
            .Select(topic => topic.Name);
}
