namespace Cloud.Core.Storage.Documents;

/// <summary>Outcome of a compare-and-swap.</summary>
/// <param name="IsWritten">False when another version was stored: nothing changed.</param>
/// <param name="Stored">What is stored now.</param>
public readonly record struct DocumentWrite(bool IsWritten, Document Stored);
