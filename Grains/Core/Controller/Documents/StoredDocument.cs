namespace Cloud.Core.Controller.Documents;

/// <summary>A document with the tag that replacing it takes.</summary>
public sealed record StoredDocument(string Tag, ReadOnlyMemory<byte> Content);
