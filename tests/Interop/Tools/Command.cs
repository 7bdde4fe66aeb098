using System.Diagnostics;

namespace Cloud.Interop.Tools;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    // A program that hangs must not hang the suite.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<CommandResult> Run(string program, params string[] arguments) =>
        Run(program, ReadOnlyMemory<byte>.Empty, arguments);

    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    public static async Task<CommandResult> Run(string program, ReadOnlyMemory<byte> input, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await Task.WhenAll(errors, reading, process.WaitForExitAsync()).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end. {await errors}");
        }

        return process.ExitCode == 0
            ? new(output.ToArray(), await errors)
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
    }
}
