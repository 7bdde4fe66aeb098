using System.Globalization;

namespace Cloud.Core.Storage.Configuration;

/// <summary>Which texts are a valid value of a setting. Blanks around a value do not count, as in Kafka.</summary>
public abstract record ConfigRule(ConfigType Type)
{
    /// <summary>The rule in Kafka's notation for documentation, e.g. <c>[1,...]</c>.</summary>
    public abstract string ValidValues { get; }

    /// <summary>Why <paramref name="value"/> is not valid, or null when it is.</summary>
    public abstract string? Refuse(string value);

    public static ConfigRule Int(int min) => new Integer(ConfigType.Int, min, int.MaxValue);

    public static ConfigRule Long(long min) => new Integer(ConfigType.Long, min, long.MaxValue);

    public static ConfigRule IntIn(int min, int max) => new Integer(ConfigType.Int, min, max);

    public static ConfigRule LongIn(long min, long max) => new Integer(ConfigType.Long, min, max);

    /// <summary>A whole number of the type's range with a lower bound.</summary>
    public sealed record Integer(ConfigType Type, long Min, long Max) : ConfigRule(Type)
    {
        public override string ValidValues =>
            Min == long.MinValue ? ""
            : Max is int.MaxValue or long.MaxValue ? $"[{Min},...]"
            : $"[{Min},...,{Max}]";

        public override string? Refuse(string value)
        {
            var isNumber = long.TryParse(
                value.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            var isInt = Type is ConfigType.Int;
            if (!isNumber || (isInt && (number is < int.MinValue or > int.MaxValue)))
            {
                return $"Not a number of type {(isInt ? "INT" : "LONG")}";
            }

            return number < Min ? $"Value must be at least {Min}"
                : number > Max ? $"Value must be no more than {Max}"
                : null;
        }
    }

    /// <summary>A fraction between 0 and 1.</summary>
    public sealed record Ratio() : ConfigRule(ConfigType.Double)
    {
        public override string ValidValues => "[0,...,1]";

        public override string? Refuse(string value)
        {
            var isNumber = double.TryParse(
                value.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            return !isNumber || double.IsNaN(number) ? "Not a number of type DOUBLE"
                : number < 0 ? "Value must be at least 0"
                : number > 1 ? "Value must be no more than 1"
                : null;
        }
    }

    /// <summary>Any number above 0.</summary>
    public sealed record Positive() : ConfigRule(ConfigType.Double)
    {
        public override string ValidValues => "(0,...]";

        public override string? Refuse(string value)
        {
            var isNumber = double.TryParse(
                value.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            return !isNumber || double.IsNaN(number) ? "Not a number of type DOUBLE"
                : number > 0 ? null
                : "Value must be more than 0";
        }
    }

    /// <summary>Whatever is not blank.</summary>
    public sealed record AnyText() : ConfigRule(ConfigType.String)
    {
        public override string ValidValues => "";

        public override string? Refuse(string value) =>
            string.IsNullOrWhiteSpace(value) ? "Value must not be empty" : null;
    }

    /// <summary><c>true</c> or <c>false</c>, in any case.</summary>
    public sealed record Boolean() : ConfigRule(ConfigType.Boolean)
    {
        public override string ValidValues => "";

        public override string? Refuse(string value) =>
            bool.TryParse(value.AsSpan().Trim(), out _) ? null : "Expected value to be either true or false";
    }

    /// <summary>One of the words.</summary>
    public sealed record OneOf(params string[] Words) : ConfigRule(ConfigType.String)
    {
        public override string ValidValues => $"[{string.Join(", ", Words)}]";

        public override string? Refuse(string value) =>
            Words.Contains(value.Trim(), StringComparer.Ordinal)
                ? null
                : $"String must be one of: {string.Join(", ", Words)}";
    }

    /// <summary>Any of the words, separated by commas; none of them as well, unless it says otherwise.</summary>
    public sealed record ListOf(params string[] Words) : ConfigRule(ConfigType.List)
    {
        public bool IsEmptyAllowed { get; init; } = true;

        public override string ValidValues => $"[{string.Join(", ", Words)}]";

        public override string? Refuse(string value) =>
            !IsEmptyAllowed && Split(value).Length == 0 ? "Value must not be empty"
            : Split(value).All(word => Words.Contains(word, StringComparer.Ordinal))
                ? null
                : $"String must be one of: {string.Join(", ", Words)}";

        public static string[] Split(string value) =>
            string.IsNullOrWhiteSpace(value) ? [] : value.Split(',', StringSplitOptions.TrimEntries);
    }
}
