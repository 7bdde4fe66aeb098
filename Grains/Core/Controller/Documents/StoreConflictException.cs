namespace Cloud.Core.Controller.Documents;

/// <summary>A document was changed by another writer.</summary>
public class StoreConflictException(string document, Exception? innerException = null)
    : Exception($"The controller's document '{document}' was changed by another writer.", innerException)
{
    public string Document { get; } = document;
}
