using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Documents;

/// <summary>What both codecs have in common.</summary>
internal static class DocumentText
{
    public const int Version = 1;

    /// <summary>The shape in the bytes, if they are JSON of this version.</summary>
    public static DecodeStatus Read<TShape>(
        ReadOnlySpan<byte> bytes, JsonTypeInfo<TShape> typeInfo, out TShape? shape)
        where TShape : class
    {
        shape = null;
        try
        {
            var version = JsonSerializer.Deserialize(bytes, StoredShapesContext.Default.Header);
            if (version is null)
            {
                return DecodeStatus.Malformed;
            }

            if (version.Version != Version)
            {
                return DecodeStatus.UnknownVersion;
            }

            shape = JsonSerializer.Deserialize(bytes, typeInfo);
            return shape is null ? DecodeStatus.Malformed : DecodeStatus.Done;
        }
        catch (JsonException)
        {
            return DecodeStatus.Malformed;
        }
    }

    public static int[] Numbers(ImmutableArray<BrokerId> brokers) => [.. brokers.Select(broker => broker.Value)];

    public static int[]? NumbersOrNull(ImmutableArray<BrokerId> brokers) => brokers.IsEmpty ? null : Numbers(brokers);

    public static ImmutableArray<BrokerId> Brokers(int[]? numbers) =>
        [.. (numbers ?? []).Select(number => new BrokerId(number))];

    public static SortedDictionary<string, string>? MapOrNull(ImmutableSortedDictionary<string, string> map) =>
        map.IsEmpty ? null : new SortedDictionary<string, string>(map, StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, string> Map(SortedDictionary<string, string>? map) =>
        (map ?? []).ToImmutableSortedDictionary();
}
