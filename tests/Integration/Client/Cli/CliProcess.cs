using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cloud.Integration.Client.Cli;

/// <summary>The command as a user runs it: a process of its own.</summary>
internal sealed partial class CliProcess : IDisposable
{
    private const int Interrupt = 2;

    // A process that hangs is to fail; it is no measure of anything.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private CliProcess(Process process) => _process = process;

    public StreamReader Out => _process.StandardOutput;

    public static CliProcess Start(string server, string commandLine) =>
        Start(server, new ProcessStartInfo("dotnet", [PathOfCommand(), .. commandLine.Split(' ')]));

    /// <summary>In a shell, in which <c>cloud</c> is the command.</summary>
    private static CliProcess StartScript(string server, string script) =>
        Start(server, new ProcessStartInfo(
            "bash", ["-c", $"set -o pipefail; cloud() {{ dotnet '{PathOfCommand()}' \"$@\"; }}; {script}"]));

    public static async Task<CliRun> Run(string server, string commandLine, string input = "")
    {
        using var process = Start(server, commandLine);
        await process._process.StandardInput.WriteAsync(input);
        process._process.StandardInput.Close();
        return await process.End();
    }

    /// <summary>Runs a script to its end; without standard input.</summary>
    public static async Task<CliRun> RunScript(string server, string script)
    {
        using var process = StartScript(server, script);
        process._process.StandardInput.Close();
        return await process.End();
    }

    /// <summary>As Ctrl+C does.</summary>
    public void SendInterrupt() => Assert.Equal(0, SendSignal(_process.Id, Interrupt));

    public async Task<CliRun> End()
    {
        var (output, error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new(_process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static CliProcess Start(string server, ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["CLOUD_BOOTSTRAP_SERVER"] = server;
        return new(Process.Start(start)!);
    }

    // From its own output: beside this test lies what tests need of it, which is less than it needs itself.
    private static string PathOfCommand()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var below = new Stack<string>();
        for (; folder.Name != "bin"; folder = folder.Parent!)
        {
            below.Push(folder.Name);
        }

        var root = folder.Parent!.Parent!.Parent!.FullName;
        return Path.Combine([root, "Client", "Cli", "bin", .. below, "cloud.dll"]);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
