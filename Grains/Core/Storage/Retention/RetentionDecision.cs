namespace Cloud.Core.Storage.Retention;

/// <summary>How many of the oldest segments go, and whether the active one must be closed first.</summary>
/// <param name="SegmentCount">Counts the active segment when it goes as well.</param>
/// <param name="RollsActive">
/// The active segment has outlived its limit: close it, so that it can go (now, or once it is in the remote tier).
/// </param>
public readonly record struct RetentionDecision(int SegmentCount, bool RollsActive)
{
    public static readonly RetentionDecision Nothing = new(0, RollsActive: false);
}
