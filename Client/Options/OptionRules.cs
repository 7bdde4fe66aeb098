namespace Cloud.Client;

/// <summary>What options may be; each throws a <see cref="ClientOptionsException"/> that names the option.</summary>
internal static class OptionRules
{
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan IntervalMax = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static void Positive(TimeSpan value, string name) =>
        Holds(value > TimeSpan.Zero, name, value, "more than zero");

    /// <summary>Of what is done again and again: timers count milliseconds, in 32 bits.</summary>
    public static void Interval(TimeSpan value, string name) => InRange(value, IntervalMin, IntervalMax, name);

    public static void NotNegative(TimeSpan value, string name) =>
        Holds(value >= TimeSpan.Zero, name, value, "zero or more");

    public static void InRange(long value, long least, long most, string name) =>
        Holds(value >= least && value <= most, name, value, $"{least} to {most}");

    public static void InRange(TimeSpan value, TimeSpan least, TimeSpan most, string name) =>
        Holds(value >= least && value <= most, name, value, $"{least} to {most}");

    public static void Positive(double value, string name) => Holds(value > 0, name, value, "more than zero");

    public static void NotEmpty<T>(IReadOnlyCollection<T> values, string name)
    {
        if (values.Count == 0)
        {
            throw new ClientOptionsException($"{name} is empty.");
        }
    }

    public static void Holds(bool isSo, string name, object? value, string allowed)
    {
        if (!isSo)
        {
            throw new ClientOptionsException($"{name} is {value}; it must be {allowed}.");
        }
    }
}
