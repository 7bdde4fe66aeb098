using System.Globalization;

namespace Cloud.Core.Storage.Configuration;

/// <summary>
/// A broker setting that supplies a topic setting's default, and the factor from its unit to the topic's.
/// </summary>
public readonly record struct BrokerKey(string Name, long Factor = 1)
{
    public const long MillisecondsPerMinute = 60_000;
    public const long MillisecondsPerHour = 3_600_000;

    // What is no number is left for the rule to refuse by name.
    internal string InTopicUnit(string value)
    {
        if (Factor == 1 || !long.TryParse(value, CultureInfo.InvariantCulture, out var number) || number < 0)
        {
            return value;
        }

        return ((Int128)number * Factor).ToString(CultureInfo.InvariantCulture);
    }
}
