using System.Text;
using Cloud.Interop.Faults;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Groups;

/// <summary>Members of different makes in one group, while the cluster loses a broker.</summary>
public sealed class MixedGroupTests(ThreeSilos silos) : IClassFixture<ThreeSilos>
{
    private const int Partitions = 6;
    private const int LinesPerStep = 3000;

    [KafkaJsFact]
    public async Task Two_kafkajs_members_and_one_of_kcat_read_everything_though_the_coordinator_is_killed()
    {
        await silos.CreateTopic("mixed", Partitions, ("min.insync.replicas", "2"));
        var lines = new NumberedLines();
        using var one = GroupMember.KafkaJs(silos.Brokers, "mixed", "mixed");
        using var two = GroupMember.KafkaJs(silos.Brokers, "mixed", "mixed");
        using var three = GroupMember.Kcat(silos.Brokers, "mixed", "mixed", "roundrobin");
        GroupMember[] members = [one, two, three];
        await Until.Holds("each has its share", () => Task.FromResult(
            members.All(member => member.AssignedCount == Partitions / members.Length)));

        await Produce(lines.Next(LinesPerStep));
        var coordinator = await silos.CoordinatorOf("mixed");
        await silos.KillSilo(coordinator);
        await Produce(lines.Next(LinesPerStep));
        await EverythingIsRead(lines, members);

        // What is committed survives the move, and the last of it comes when nothing more is read.
        await Until.Holds("the lag is gone", async () => await Lag() == 0);
        Assert.NotEqual(coordinator, await silos.CoordinatorOf("mixed"));
        await silos.StartSilo(coordinator);
    }

    private async Task<long> Lag()
    {
        var described = await KafkaJs.Run("describe-group.js", silos.Brokers, "mixed", "mixed");
        return described.Lines
            .Select(line => line.Split(' '))
            .Where(parts => parts.Length == 3 && int.TryParse(parts[0], out _))
            .Sum(parts => long.Parse(parts[2], null));
    }

    private Task Produce(IEnumerable<string> lines) =>
        silos.Kcat.Produce("mixed", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    private static Task EverythingIsRead(NumberedLines lines, GroupMember[] members) =>
        Until.Holds($"all {lines.All.Count} lines are read", () => Task.FromResult(
            members.SelectMany(member => member.Records).Select(record => record.Value).ToHashSet()
                .IsSupersetOf(lines.All)));
}
