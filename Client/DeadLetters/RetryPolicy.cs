using System.Globalization;

namespace Cloud.Client;

/// <summary>
/// What happens to a record whose processing fails. It is tried again in place, then through retry topics, then it
/// goes to a dead-letter topic; each step may be left out. A record is done, and its offset may be committed, when it
/// was processed or when the topic it was passed on to has it on all in-sync replicas: it may be processed twice, but
/// is never lost.
/// </summary>
/// <remarks>
/// Order. While a record is tried again in place, those behind it in its partition (or of its key) wait: order is
/// kept, and a record that never succeeds holds them up. A record in a retry topic is overtaken by all that follow,
/// those of its own key too. Whoever needs order for a key blocks, or sends to the dead-letter topic without retry
/// topics.
/// </remarks>
public sealed record RetryPolicy
{
    // A topic that keeps records for longer is rare, and times stay in the calendar.
    private static readonly TimeSpan RetryTopicDelayMax = TimeSpan.FromDays(365);

    // What timers take, with room for the jitter.
    private static readonly TimeSpan BackoffMax = TimeSpan.FromDays(24);

    /// <summary>Without end.</summary>
    public const int Endless = int.MaxValue;

    /// <summary>
    /// In place and without end: nothing is passed over, and a record that never succeeds stops its partition, which
    /// the health check tells. The default.
    /// </summary>
    public static RetryPolicy Blocking { get; } = new();

    /// <summary>
    /// How often a record is tried each time that it is read, the first included, before it is passed on. Default
    /// <see cref="Endless"/>; 1 or more.
    /// </summary>
    public int AttemptsInPlace { get; init; } = Endless;

    /// <summary>
    /// The pause before the second attempt in place; it doubles with each. Default 100 ms; zero to 24 days.
    /// </summary>
    public TimeSpan BackoffInPlace { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause in place. Default 30 s; at most 24 days.</summary>
    public TimeSpan BackoffInPlaceMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// One retry topic for each, and how long after its failure a record waits in it: zero to 365 days, and less than
    /// the topic's retention. Default: none.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryTopicDelays { get; init; } = [];

    /// <summary>What becomes of it in the end. Default: the dead-letter topic.</summary>
    public AfterRetries AfterRetries { get; init; } = AfterRetries.DeadLetter;

    /// <summary>
    /// Failures that no further attempt can mend: they go to the end at once. Default: records that cannot be read. Of
    /// no effect where attempts in place are endless.
    /// </summary>
    public Func<Exception, bool> IsPermanent { get; init; } = failure => failure is RecordSerializationException;

    /// <summary>
    /// Name of a retry topic by source topic, group and number, from 1. Default <c>{topic}.{group}.retry.{n}</c>. Each
    /// group has its own: another's failures are not this one's.
    /// </summary>
    public Func<string, string, int, string> RetryTopicName { get; init; } =
        (topic, group, number) => string.Create(CultureInfo.InvariantCulture, $"{topic}.{group}.retry.{number}");

    /// <summary>
    /// Name of the dead-letter topic by source topic and group. Default <c>{topic}.{group}.dead-letter</c>.
    /// </summary>
    public Func<string, string, string> DeadLetterTopicName { get; init; } =
        (topic, group) => $"{topic}.{group}.dead-letter";

    /// <summary>How those topics come to be. Default: they must exist.</summary>
    public RetryTopicCreation TopicCreation { get; init; } = RetryTopicCreation.MustExist;

    /// <summary>Whether records are ever passed on to another topic.</summary>
    public bool PassesOn => AttemptsInPlace != Endless
        && (RetryTopicDelays.Count > 0 || AfterRetries is AfterRetries.DeadLetter);

    /// <summary>So many attempts in place, then the dead-letter topic.</summary>
    public static RetryPolicy DeadLetter(int attempts) => new() { AttemptsInPlace = attempts };

    /// <summary>
    /// One attempt, then one more after each delay, in a topic of its own, then the dead-letter topic.
    /// </summary>
    public static RetryPolicy RetryTopics(params IReadOnlyList<TimeSpan> delays) =>
        new() { AttemptsInPlace = 1, RetryTopicDelays = delays };

    /// <exception cref="ClientOptionsException">A part of it cannot be.</exception>
    public void Validate()
    {
        OptionRules.InRange(AttemptsInPlace, 1, Endless, nameof(AttemptsInPlace));
        OptionRules.InRange(BackoffInPlace, TimeSpan.Zero, BackoffMax, nameof(BackoffInPlace));
        OptionRules.InRange(BackoffInPlaceMax, TimeSpan.Zero, BackoffMax, nameof(BackoffInPlaceMax));
        OptionRules.Holds(
            RetryTopicDelays.Count == 0 || AttemptsInPlace != Endless,
            nameof(RetryTopicDelays),
            $"of {RetryTopicDelays.Count}",
            $"empty where {nameof(AttemptsInPlace)} is endless");
        foreach (var delay in RetryTopicDelays)
        {
            OptionRules.InRange(delay, TimeSpan.Zero, RetryTopicDelayMax, nameof(RetryTopicDelays));
        }
    }
}
