using System.Collections.Frozen;

namespace Cloud.Client;

/// <summary>The ways from topics through their retry topics to their dead-letter topics. Immutable.</summary>
internal sealed class RetryRoutes
{
    private readonly FrozenDictionary<string, RetryRoute> _next;
    private readonly FrozenDictionary<string, RetryRoute> _last;

    /// <param name="topics">Those that records come from; each once.</param>
    /// <exception cref="ClientOptionsException">Two topics have one name.</exception>
    public RetryRoutes(IReadOnlyList<string> topics, string group, RetryPolicy policy)
    {
        var next = new Dictionary<string, RetryRoute>();
        var last = new Dictionary<string, RetryRoute>();
        var sources = new Dictionary<string, string>();
        var delays = new Dictionary<string, TimeSpan>();
        foreach (var topic in topics)
        {
            string[] stages =
            [
                topic,
                .. Enumerable.Range(1, policy.RetryTopicDelays.Count)
                    .Select(number => policy.RetryTopicName(topic, group, number)),
            ];
            var end = new RetryRoute(
                policy is { PassesOn: true, AfterRetries: AfterRetries.DeadLetter }
                    ? policy.DeadLetterTopicName(topic, group)
                    : null,
                Delay: null);
            for (var stage = 0; stage < stages.Length; stage++)
            {
                if (stage > 0)
                {
                    delays[stages[stage]] = policy.RetryTopicDelays[stage - 1];
                }

                AddOnce(next, stages[stage], stage + 1 < stages.Length
                    ? new(stages[stage + 1], policy.RetryTopicDelays[stage])
                    : end);
                last[stages[stage]] = end;
            }

            foreach (var made in stages.Skip(1).Append(end.Topic).OfType<string>())
            {
                AddOnce(sources, made, topic);
            }
        }

        _next = next.ToFrozenDictionary();
        _last = last.ToFrozenDictionary();
        Sources = sources.ToFrozenDictionary();
        Delays = delays.ToFrozenDictionary();
        Subscribed = [.. next.Keys];
    }

    /// <summary>All topics to read: those given, and their retry topics.</summary>
    public IReadOnlyList<string> Subscribed { get; }

    /// <summary>Retry and dead-letter topics, and the topic that each belongs to.</summary>
    public FrozenDictionary<string, string> Sources { get; }

    /// <summary>Retry topics, and how long a record waits in each.</summary>
    public FrozenDictionary<string, TimeSpan> Delays { get; }

    /// <summary>Where a record that failed in that topic goes next.</summary>
    public RetryRoute Next(string topic) => _next[topic];

    /// <summary>The same when no further attempt makes sense.</summary>
    public RetryRoute Last(string topic) => _last[topic];

    private static void AddOnce<T>(Dictionary<string, T> to, string topic, T value)
    {
        if (!to.TryAdd(topic, value))
        {
            throw new ClientOptionsException($"Topic '{topic}' would be used twice by the retry policy.");
        }
    }
}
