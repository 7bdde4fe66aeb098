namespace Cloud.Benchmarks.Log;

/// <summary>A folder on the disk that is measured: of the current directory, not of a memory file system.</summary>
internal sealed class BenchmarkFolder : IDisposable
{
    private readonly string _path =
        Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "data", $"bench-{Environment.ProcessId}"))
            .FullName;

    public string Sub(string name) => Directory.CreateDirectory(Path.Combine(_path, name)).FullName;

    public void Clear()
    {
        foreach (var folder in Directory.GetDirectories(_path))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
