using System.Text.RegularExpressions;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Patterns that subscribe to topics. Kafka takes what RE2 takes: matching is linear in the text, whatever the pattern.
/// The non-backtracking engine gives the same promise and refuses nearly the same patterns: look-around,
/// back-references.
/// </summary>
public static partial class TopicRegex
{
    // A pattern is kept in each member's record; no sensible one is near this.
    private const int PatternLengthMax = 4096;

    // RE2's own limit for one repetition. Here it holds for all of a pattern together, since nested ones multiply and
    // the automaton is as large as they are.
    private const long RepetitionsMax = 1000;

    /// <summary>Null for what is no pattern, or none that can be matched in linear time.</summary>
    public static Regex? TryParse(string pattern)
    {
        if (pattern.Length > PatternLengthMax || MeansAnotherThing(pattern) || Repetitions(pattern) > RepetitionsMax)
        {
            return null;
        }

        try
        {
            // The whole name must match.
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public static ResolvedRegex Resolve(string pattern, TopicCatalog topics)
    {
        var regex = TryParse(pattern);
        var names = topics.Topics
            .Where(topic => !topic.IsInternal)
            .Select(topic => topic.Name)
            .Where(name => regex?.IsMatch(name) is true)
            .Order(StringComparer.Ordinal);
        return new([.. names], topics.Version);
    }

    // What RE2 reads as a class by name, and .NET as single characters; and the other way round, .NET's subtraction.
    private static bool MeansAnotherThing(string pattern) =>
        pattern.Contains("[:", StringComparison.Ordinal) || pattern.Contains("-[", StringComparison.Ordinal);

    private static long Repetitions(string pattern)
    {
        long product = 1;
        foreach (Match repetition in Repetition().Matches(pattern))
        {
            var count = Math.Max(Count(repetition.Groups[1]), Count(repetition.Groups[2]));
            product *= Math.Max(1, count);
            if (product > RepetitionsMax)
            {
                break;
            }
        }

        return product;
    }

    private static long Count(Group digits) =>
        !digits.Success || digits.Length == 0 ? 0
        : long.TryParse(digits.ValueSpan, out var count) ? Math.Min(count, RepetitionsMax + 1)
        : RepetitionsMax + 1;

    [GeneratedRegex(@"\{([0-9]+)(?:,([0-9]*))?\}")]
    private static partial Regex Repetition();
}
