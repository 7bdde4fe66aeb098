using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Cloud.Integration.Silos;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Gateway;

/// <summary>The silo program in a process of its own, so that its processor time and memory are its own.</summary>
internal sealed class MeasuredSilo : IDisposable
{
    private const short CreateTopicsVersion = 5;
    private const short MetadataVersion = 9;

    private readonly Process _process;

    private MeasuredSilo(Process process, int brokerCount, int kafkaPort)
    {
        (_process, BrokerCount, KafkaPort) = (process, brokerCount, kafkaPort);
    }

    public int BrokerCount { get; }

    public int KafkaPort { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Returns as soon as the process runs.</summary>
    public static MeasuredSilo Start(string path, int brokerCount)
    {
        var port = FreePorts.Take(inRow: brokerCount + 1);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Cloud.Silo.dll"),
                "--silos", Text(brokerCount), "--data", path,
                "--kafka-port", Text(port), "--http-port", Text(port + brokerCount),
            },
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return new(process, brokerCount, port);
    }

    /// <summary>Returns when a broker answers; tried all the time.</summary>
    public async Task Answers(int broker = 0)
    {
        while (true)
        {
            try
            {
                using var client = Connect(broker);
                client.Ask(new ApiVersionsRequest(), version: 2);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(1);
            }
        }
    }

    public WireConnection Connect(int broker = 0) => new(KafkaPort + broker);

    /// <summary>Makes a topic with a replica on each broker; returns when all lead and follow.</summary>
    /// <returns>The leader of each partition.</returns>
    public async Task<int[]> CreateTopic(string name, int partitions, bool isCaching)
    {
        for (var broker = 0; broker < BrokerCount; broker++)
        {
            await Answers(broker);
        }

        using var client = Connect();
        var created = client.Ask(
            new CreateTopicsRequest
            {
                Timeout = TimeSpan.FromSeconds(30),
                Topics =
                [
                    new()
                    {
                        Name = name,
                        NumPartitions = partitions,
                        ReplicationFactor = (short)BrokerCount,
                        Configs =
                        [
                            new() { Name = "write.caching", Value = JsonSerializer.Serialize(isCaching) },
                            new() { Name = "retention.ms", Value = "-1" },
                        ],
                    },
                ],
            },
            CreateTopicsVersion);
        Invariant.Holds(created.Topics[0].Error is KafkaError.None);
        while (true)
        {
            if (FindLeaders(name, partitions) is { } leaders)
            {
                return leaders;
            }

            await Task.Delay(10);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Once every broker says the same.
    private int[]? FindLeaders(string name, int partitions)
    {
        int[]? leaders = null;
        for (var broker = 0; broker < BrokerCount; broker++)
        {
            using var client = Connect(broker);
            var topic = client.Ask(new MetadataRequest { Topics = [new() { Name = name }] }, MetadataVersion).Topics[0];
            if (topic.Partitions.Length < partitions
                || topic.Partitions.Any(partition =>
                    partition.LeaderId.Value < 0 || partition.IsrNodes.Length < BrokerCount))
            {
                return null;
            }

            leaders = [.. topic.Partitions.OrderBy(one => one.PartitionIndex).Select(one => one.LeaderId.Value)];
        }

        return leaders;
    }
}
