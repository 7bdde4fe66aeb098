using Cloud.Protocol;

namespace Cloud.Core.Controller.Documents;

/// <summary>What the controller's documents are called in their store.</summary>
public static class ControllerDocumentNames
{
    public const string Cluster = "cluster";

    public static string Topic(TopicId id) => $"topics/{id}";
}
