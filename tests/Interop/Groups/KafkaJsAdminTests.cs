using System.Text;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Groups;

/// <summary>kafkajs describes groups, shows and resets their offsets, and deletes them.</summary>
public sealed class KafkaJsAdminTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private const string NonEmptyGroup = "68";

    [KafkaJsFact]
    public async Task Group_is_described_reset_and_deleted()
    {
        await silos.CreateTopic("admin", partitions: 2);
        await silos.Kcat.Produce("admin", Encoding.UTF8.GetBytes("a\nb\nc\n"), "-p", "1");
        using var member = GroupMember.KafkaJs(silos.Brokers, "admin", "admin");
        await Until.Holds("all is committed", async () => await Describe() is [_, _, "0 0 0" or "0 -1 0", "1 3 0"]);

        var stable = await Describe();
        var refused = await KafkaJs.Run("delete-group.js", silos.Brokers, "admin");
        await member.End();
        await KafkaJs.Run("reset-offsets.js", silos.Brokers, "admin", "admin");
        var empty = await Describe();
        var deleted = await KafkaJs.Run("delete-group.js", silos.Brokers, "admin");

        Assert.Equal(["admin Stable consumer roundrobin", "interop 0,1"], stable.Take(2));
        Assert.Contains(NonEmptyGroup, refused.Text, StringComparison.Ordinal);
        Assert.Equal("admin Empty consumer ", empty[0]);

        // kafkajs commits its own word for the earliest offset.
        Assert.Equal(["0 -2 0", "1 -2 3"], empty.Skip(1));
        Assert.Equal("0 false", deleted.Text.Trim());
    }

    private async Task<IReadOnlyList<string>> Describe() =>
        [.. (await KafkaJs.Run("describe-group.js", silos.Brokers, "admin", "admin")).Lines];
}
