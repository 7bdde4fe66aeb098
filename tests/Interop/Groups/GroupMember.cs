using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cloud.Interop.Tools;

namespace Cloud.Interop.Groups;

/// <summary>A program of others that is a member of a group: what it says that it has read, and was assigned.</summary>
internal sealed partial class GroupMember : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<ReadRecord> _records = new();
    private readonly ConcurrentQueue<string> _log = new();

    // Replaced by who hears the program, read by tests.
    private volatile HashSet<string> _assigned = [];

    private GroupMember(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => HearRecord(line.Data);
        process.ErrorDataReceived += (_, line) => HearLog(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IEnumerable<ReadRecord> Records => _records;

    /// <summary>How many partitions it has at present, as it says.</summary>
    public int AssignedCount => _assigned.Count;

    /// <summary>Where a test fails: what it has said beside its records.</summary>
    public string Log => string.Join('\n', _log.TakeLast(30));

    public static GroupMember Kcat(string brokers, string group, string topic, string assignor) => new(Command.Start(
        "kcat",
        [
            "-b", brokers, "-G", group, "-u", "-f", "%p %o %s\n", "-X", "auto.offset.reset=earliest",
            "-X", "session.timeout.ms=6000", "-X", "heartbeat.interval.ms=500", "-X", "auto.commit.interval.ms=500",
            "-X", $"partition.assignment.strategy={assignor}", "-X", "reconnect.backoff.max.ms=500",
            "-X", "topic.metadata.refresh.interval.ms=5000", topic,
        ]));

    /// <summary>Its assignor is the one that kcat calls roundrobin.</summary>
    public static GroupMember KafkaJs(string brokers, string group, string topic) => new(Command.Start(
        "node", [Path.Combine(Tool.KafkaJsFolder, "group-member.js"), brokers, group, topic]));

    /// <summary>SIGKILL: nobody is told.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Lets it leave the group in peace.</summary>
    public async Task End()
    {
        using var terminated = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void HearRecord(string? line)
    {
        if (line?.Split(' ', 3) is [var partition, var offset, var value])
        {
            _records.Enqueue(new(
                int.Parse(partition, CultureInfo.InvariantCulture),
                long.Parse(offset, CultureInfo.InvariantCulture),
                value));
        }
    }

    // kcat says "% Group g rebalanced (memberid …): assigned: orders [0], orders [1]", or revoked; with a cooperative
    // assignor "% Group g rebalanced: incremental assignment of 2 partition(s) (…): orders [1], orders [0]", or revoke.
    // In each case that is what comes or goes. The script for kafkajs says "owned: " and all.
    private void HearLog(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        _log.Enqueue(line);
        string[] partitions = [.. PartitionNumber().Matches(line).Select(match => match.Value)];
        if (line.StartsWith("owned: ", StringComparison.Ordinal))
        {
            _assigned = [.. partitions];
        }
        else if (Change().Match(line) is { Success: true, Groups: var change })
        {
            _assigned = change["kind"].Value == "revoke"
                ? [.. _assigned.Except(partitions)]
                : [.. _assigned, .. partitions];
        }
    }

    [GeneratedRegex("rebalanced.*(?<kind>assign|revoke)")]
    private static partial Regex Change();

    [GeneratedRegex(@"(?<=\[)\d+(?=\])")]
    private static partial Regex PartitionNumber();
}
