using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cloud.Interop.Tools;

/// <summary>
/// A kcat that produces as long as it is given lines, and whose delivery reports are heard: what it says is delivered
/// must never be missing. It looks for reports only when it gets a line, and for lines only when there are 1024 bytes.
/// </summary>
internal sealed class KcatProducer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private int _delivered;

    private KcatProducer(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>How many records it has said are delivered.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>Idempotent, with acks of all replicas in sync, and not put off by brokers that are gone.</summary>
    public static KcatProducer Start(string brokers, string topic, int partition) => new(Command.Start(
        "kcat",
        [
            "-b", brokers, "-P", "-t", topic, "-p", $"{partition}", "-v", "-v", "-E",
            "-X", "acks=all", "-X", "enable.idempotence=true", "-X", "reconnect.backoff.max.ms=500",
        ]));

    public async Task Write(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await _process.StandardInput.WriteLineAsync(line);
        }

        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the input and waits for the end of the program.</summary>
    /// <returns>How many records it says are delivered.</returns>
    public async Task<int> End()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, string.Join('\n', _errors.TakeLast(20)));
        return Delivered;
    }

    /// <summary>Kills it.</summary>
    /// <returns>How many records it has said are delivered.</returns>
    public async Task<int> Abandon()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return Delivered;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line?.Contains("Message delivered to partition", StringComparison.Ordinal) == true)
        {
            Interlocked.Increment(ref _delivered);
        }
        else if (!string.IsNullOrEmpty(line))
        {
            _errors.Enqueue(line);
        }
    }
}
