namespace Cloud.Integration.Silos;

/// <summary>A folder that ends with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cloud-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public override string ToString() => Path;
}
