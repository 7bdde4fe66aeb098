using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Kafka's times as .NET's, which end sooner: what lies beyond becomes the nearest there is.</summary>
internal static class Timestamps
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset Of(Instant instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(instant.Milliseconds, First, Last));
}
