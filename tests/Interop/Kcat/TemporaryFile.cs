namespace Cloud.Interop.Kcat;

/// <summary>A file that ends with its test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content)
    {
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
