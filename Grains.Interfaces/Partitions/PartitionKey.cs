using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>The key of a replica's grain: <c>{topicId}/{partition}/{brokerId}</c>.</summary>
public readonly record struct PartitionKey(Guid TopicId, int Partition, int BrokerId)
{
    public static bool TryParse(string text, [MaybeNullWhen(false)] out PartitionKey key)
    {
        key = default;
        var parts = text.Split('/');
        if (parts.Length != 3
            || !Guid.TryParseExact(parts[0], "D", out var topicId)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var brokerId))
        {
            return false;
        }

        key = new(topicId, partition, brokerId);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TopicId:D}/{Partition}/{BrokerId}");
}
