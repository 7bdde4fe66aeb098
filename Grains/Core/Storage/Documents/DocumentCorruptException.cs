namespace Cloud.Core.Storage.Documents;

/// <summary>A document's file is damaged: it is neither read as empty nor overwritten.</summary>
public class DocumentCorruptException(string path, string reason)
    : Exception($"The document {path} is damaged: {reason}.")
{
    public string Path { get; } = path;
}
