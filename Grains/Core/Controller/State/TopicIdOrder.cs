using Cloud.Protocol;

namespace Cloud.Core.Controller.State;

/// <summary>Any order will do, as long as it is the same everywhere: documents are compared byte for byte.</summary>
internal sealed class TopicIdOrder : IComparer<TopicId>
{
    public static readonly TopicIdOrder Instance = new();

    public int Compare(TopicId x, TopicId y) => x.Value.CompareTo(y.Value);
}
