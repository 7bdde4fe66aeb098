using System.Buffers;

namespace Cloud.Protocol;

/// <summary>Kafka's rules for names of topics.</summary>
public static class TopicName
{
    /// <summary>Holds the offsets of consumer groups, and the groups.</summary>
    public const string ConsumerOffsets = "__consumer_offsets";

    // The name and "-" and a partition number make the name of a folder, which file systems limit to 255 bytes.
    private const int LengthMax = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>What is wrong with the name; null when nothing is.</summary>
    public static string? FaultOf(string name)
    {
        if (name.Length == 0)
        {
            return "A topic's name must not be empty.";
        }

        if (name is "." or "..")
        {
            return "A topic's name must not be '.' or '..'.";
        }

        if (name.Length > LengthMax)
        {
            return $"A topic's name has at most {LengthMax} characters; this one has {name.Length}.";
        }

        return name.AsSpan().ContainsAnyExcept(Legal)
            ? $"The topic name '{name}' holds other characters than ASCII letters, digits, '.', '_' and '-'."
            : null;
    }

    /// <summary>Whether only brokers write to the topic of this name, whoever has made it.</summary>
    public static bool IsInternal(string name) => name is ConsumerOffsets;

    public static bool MayCollide(string name) => name.AsSpan().ContainsAny('.', '_');

    public static string CollisionKey(string name) => name.Replace('.', '_');
}
