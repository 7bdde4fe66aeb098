using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>What a leader asks a follower next.</summary>
internal abstract record ConversationStep
{
    /// <summary>Nothing to say: the follower has everything and knows the watermarks.</summary>
    public static readonly ConversationStep Nothing = new Silence();

    public static readonly ConversationStep AskPosition = new Probe();

    public sealed record Silence : ConversationStep;

    public sealed record Probe : ConversationStep;

    public sealed record Truncate(LeaderEpoch Epoch, Offset EndOffset, LogPosition Expected) : ConversationStep;

    public sealed record Reset(LogPosition Expected) : ConversationStep;

    /// <summary>Send what lies from the offset on, or an empty push when there is nothing but watermarks.</summary>
    public sealed record Push(Offset StartOffset) : ConversationStep;

    /// <summary>A later leader's records are there: this one is deposed.</summary>
    public sealed record GiveUp : ConversationStep;
}
