using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Cloud.Interop.Silos;
using Cloud.Interop.Tools;
using Xunit.Abstractions;

namespace Cloud.Interop.Faults;

/// <summary>
/// A file's lines go in by one kcat while brokers die and return in turn, and are all there afterwards. Some megabytes;
/// as many as <c>CLOUD_FILE_MEGABYTES</c> says.
/// </summary>
public sealed class LargeFileTests(ThreeSilos silos, ITestOutputHelper output) : IClassFixture<ThreeSilos>
{
    private const string Topic = "file";
    private const int Partitions = 3;
    private const int DefaultMegabytes = 4;

    private const int MegabytesPerDeath = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly int Megabytes =
        Environment.GetEnvironmentVariable("CLOUD_FILE_MEGABYTES") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : DefaultMegabytes;

    // Each broker dies, and more often the longer it takes.
    private static readonly int Deaths = Math.Max(ThreeSilos.BrokerCount, Megabytes / MegabytesPerDeath);

    [KcatFact]
    public async Task Lines_of_a_file_are_complete_in_order_and_there_once_though_brokers_die_meanwhile()
    {
        await silos.CreateTopic(Topic, Partitions, ("min.insync.replicas", "2"));
        var lineCount = (int)(Megabytes * 1024L * 1024 / NumberedText.LineBytes);
        using var producer = Command.Start(
            "kcat",
            [
                "-b", silos.Brokers, "-P", "-t", Topic, "-E",
                "-X", "acks=all", "-X", "enable.idempotence=true", "-X", "reconnect.backoff.max.ms=500",
            ]);
        try
        {
            _ = producer.StandardError.ReadToEndAsync();
            await Produce(producer, lineCount);
        }
        finally
        {
            producer.Kill();
        }

        await AssertAllThere(lineCount);
    }

    private async Task Produce(Process producer, int lineCount)
    {
        for (var death = 0; death < Deaths; death++)
        {
            var broker = death % ThreeSilos.BrokerCount;
            var writing = NumberedText.Write(
                producer.StandardInput, lineCount * (long)death / Deaths, lineCount * (long)(death + 1) / Deaths);
            await silos.KillSilo(broker);
            await silos.StartSilo(broker);
            await silos.AllInSync(Topic);
            await writing;
        }

        producer.StandardInput.Close();
        await producer.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, producer.ExitCode);
    }

    private async Task AssertAllThere(int lineCount)
    {
        var seen = new BitArray(lineCount);
        var count = 0;
        for (var partition = 0; partition < Partitions; partition++)
        {
            var last = -1;
            await foreach (var line in Read(partition))
            {
                var number = NumberedText.NumberOf(line);
                Assert.True(number > last, $"line {number} of partition {partition} comes after {last}");
                Assert.False(seen[number], $"line {number} is there twice");
                seen[number] = true;
                last = number;
                count++;
            }
        }

        Assert.Equal(lineCount, count);
        output.WriteLine($"{count} lines of {NumberedText.LineBytes} bytes, {Deaths} deaths");
    }

    private async IAsyncEnumerable<string> Read(int partition)
    {
        using var consumer = Command.Start(
            "kcat", ["-b", silos.Brokers, "-C", "-q", "-e", "-t", Topic, "-p", $"{partition}", "-o", "beginning"]);
        _ = consumer.StandardError.ReadToEndAsync();
        while (await consumer.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            yield return line;
        }

        await consumer.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, consumer.ExitCode);
    }
}
