using System.Diagnostics;
using System.Globalization;
using Cloud.Client;
using Cloud.Integration.Silos;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Client;

/// <summary>
/// The silo program as users run it: a process with a Kafka listener, and a data folder that goes with it.
/// </summary>
internal sealed class ServedSilo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cloud-client-benchmark-");
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private ServedSilo(int port)
    {
        Server = $"127.0.0.1:{port}";
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "Cloud.Silo.dll"),
                    "--data", _folder.FullName,
                    "--kafka-port", port.ToString(CultureInfo.InvariantCulture),
                    "--http-port", FreePorts.Take().ToString(CultureInfo.InvariantCulture),
                },
                RedirectStandardOutput = true,
            },
            EnableRaisingEvents = true,
        };
    }

    public string Server { get; }

    public static async Task<ServedSilo> Start()
    {
        var silo = new ServedSilo(FreePorts.Take());
        silo._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Cloud is ready", StringComparison.Ordinal) is true)
            {
                silo._ready.TrySetResult();
            }
        };
        silo._process.Exited += (_, _) => silo._ready.TrySetException(new InvalidOperationException("The silo ended."));
        silo._process.Start();
        silo._process.BeginOutputReadLine();
        await silo._ready.Task.WaitAsync(Patience);
        return silo;
    }

    public async Task CreateTopic(string name, int partitions)
    {
        await using var cluster = new ClusterClient(new ProducerOptions { BootstrapServers = [Server] }, false);
        var request = new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = name, NumPartitions = partitions, ReplicationFactor = 1, Assignments = [], Configs = [],
                },
            ],
        };
        var answer = await cluster.SendToAny(request, CancellationToken.None);
        if (answer.Topics[0].Error is not KafkaError.None)
        {
            throw new InvalidOperationException($"{name}: {answer.Topics[0].ErrorMessage}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
