using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// A log's folder belongs to another topic of the same name, or does not say to which its records belong. Nothing was
/// read. Whoever knows what became of the other topic deletes the folder or sets it aside.
/// </summary>
/// <param name="found">None when the folder holds records but no readable <c>partition.metadata</c>.</param>
public class TopicIdMismatchException(string folder, TopicId found, TopicId expected)
    : Exception(found == TopicId.None
        ? $"The log {folder} does not say which topic its records belong to; expected was {expected}"
        : $"The log {folder} belongs to topic {found}; expected was {expected}")
{
    public string Folder { get; } = folder;

    public TopicId Found { get; } = found;

    public TopicId Expected { get; } = expected;
}
