using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Integration.Silos;
using Cloud.Interop.Silos;

namespace Cloud.Interop.Samples;

/// <summary>A sample as a user runs it: a process of its own that answers HTTP.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly ConcurrentQueue<string> _lines = new();

    private SampleProgram(Process process, Uri address)
    {
        _process = process;
        _http = new() { BaseAddress = address };
    }

    /// <param name="name">Of its folder in Client/Samples.</param>
    /// <param name="settings">Over those of its appsettings.json.</param>
    public static async Task<SampleProgram> Start(string name, params (string Key, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        var folder = FolderOf(name);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(folder, $"Cloud.Samples.{name}.dll"), "--urls", address.ToString() },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var program = new SampleProgram(new Process { StartInfo = start }, address);
        program.Run();
        await Until.Holds($"{name} answers", async () => (await program._http.GetAsync("/health")).IsSuccessStatusCode);
        return program;
    }

    public async Task Post(object order)
    {
        var answer = await _http.PostAsJsonAsync("/orders", order);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {string.Join('\n', _lines)}");
    }

    /// <summary>Waits until the order is so.</summary>
    public Task Becomes(string id, string state, int attempts) => Until.Holds(
        $"order {id} is {state} after {attempts} attempts",
        async () => await Find(id) is { } status && status.GetProperty("state").GetString() == state
            && status.GetProperty("attempts").GetInt32() == attempts);

    public async Task<string> Health() => await _http.GetStringAsync("/health");

    /// <summary>Ends it as an operator does; what it has to say comes with a failure.</summary>
    public async Task Stop()
    {
        using var kill = Process.Start("kill", [$"-{Terminate}", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, string.Join('\n', _lines));
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // tests/Interop/bin/<configuration>/<framework>, and the sample's own output of the same configuration.
    private static string FolderOf(string name)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = own.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "Client", "Samples", name, "bin", own.Parent.Name, own.Name);
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<JsonElement?> Find(string id)
    {
        var answer = await _http.GetAsync($"/orders/{id}");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
    }
}
