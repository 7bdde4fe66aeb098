using System.Text;
using Cloud.Interop.Faults;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Groups;

/// <summary>kcat's members share a topic, and take over from each other.</summary>
public sealed class KcatGroupTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private const int Partitions = 4;
    private const int LinesPerStep = 2000;

    [KcatFact]
    public async Task Member_that_is_killed_is_replaced_by_the_other_and_no_record_is_skipped()
    {
        await silos.CreateTopic("shared", Partitions);
        var lines = new NumberedLines();
        using var first = GroupMember.Kcat(silos.Brokers, "g", "shared", "range");
        using var second = GroupMember.Kcat(silos.Brokers, "g", "shared", "range");
        await Until.Holds("both share the partitions", () => Task.FromResult(
            first.AssignedCount == Partitions / 2 && second.AssignedCount == Partitions / 2));

        await Produce("shared", lines.Next(LinesPerStep));
        await Until.Holds("both have read", () => Task.FromResult(first.Records.Any() && second.Records.Any()));
        await first.Kill();
        await Produce("shared", lines.Next(LinesPerStep));

        await Until.Holds("the other has all partitions", () => Task.FromResult(second.AssignedCount == Partitions));
        await EverythingIsRead(lines, first, second);
    }

    [KcatTheory]
    [InlineData("range")]
    [InlineData("roundrobin")]
    [InlineData("cooperative-sticky")]
    public async Task Members_come_and_go_with_every_assignor(string assignor)
    {
        var (topic, group) = ($"with-{assignor}", $"group-{assignor}");
        await silos.CreateTopic(topic, Partitions);
        var lines = new NumberedLines();
        using var first = GroupMember.Kcat(silos.Brokers, group, topic, assignor);
        await Produce(topic, lines.Next(LinesPerStep));
        await EverythingIsRead(lines, first);

        using var second = GroupMember.Kcat(silos.Brokers, group, topic, assignor);
        await Until.Holds("the second has its share", () => Task.FromResult(second.AssignedCount == Partitions / 2));
        await Produce(topic, lines.Next(LinesPerStep));
        await EverythingIsRead(lines, first, second);
        await first.End();
        await Produce(topic, lines.Next(LinesPerStep));

        await EverythingIsRead(lines, first, second);
        Assert.NotEmpty(first.Records);
        Assert.NotEmpty(second.Records);
    }

    // Each line to a partition drawn for it: without keys, kcat would send all of so few lines to one or two of them.
    private Task Produce(string topic, IEnumerable<string> lines) => silos.Kcat.Produce(
        topic,
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))),
        "-X",
        "sticky.partitioning.linger.ms=0");

    private static Task EverythingIsRead(NumberedLines lines, params GroupMember[] members) =>
        Until.Holds($"all {lines.All.Count} lines are read", () => Task.FromResult(
            members.SelectMany(member => member.Records).Select(record => record.Value).ToHashSet()
                .IsSupersetOf(lines.All)));
}
