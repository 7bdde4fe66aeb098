using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Cloud.Integration.Silos;

/// <summary>The silo program as a user runs it: a process of its own with a data folder of its own.</summary>
internal sealed partial class SiloProgram : IAsyncDisposable
{
    public const int Terminate = 15;
    public const int Interrupt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _errors = new();

    private SiloProgram(Process process)
    {
        _process = process;
    }

    /// <summary>Lines on standard error.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public static SiloProgram Start(params string[] arguments) => Start([], arguments);

    public static SiloProgram Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Cloud.Silo.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in WithKafkaPorts(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var program = new SiloProgram(new Process { StartInfo = start });
        program.Run();
        return program;
    }

    /// <summary>A port that nobody has; see <see cref="FreePorts"/>.</summary>
    public static string FreePort() => FreePorts.Take().ToString(CultureInfo.InvariantCulture);

    /// <summary>The first of as many ports in a row as brokers of a test need.</summary>
    public static string FreeKafkaPort() => FreePorts.Take(inRow: 3).ToString(CultureInfo.InvariantCulture);

    public Task Ready() => _ready.Task.WaitAsync(Patience);

    public void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    public async Task<int> ExitCode()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);

    // Tests run beside each other, and beside whatever listens on Kafka's own port.
    private static IEnumerable<string> WithKafkaPorts(string[] arguments) =>
        arguments.Contains("--kafka-port") ? arguments : [.. arguments, "--kafka-port", FreeKafkaPort()];

    private void Run()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Cloud is ready", StringComparison.Ordinal) == true)
            {
                _ready.TrySetResult();
            }
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                _errors.Enqueue(line.Data);
            }
        };
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _ready.TrySetException(
            new InvalidOperationException($"The silo ended: {string.Join(" ", _errors)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}
