using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Keeps all compactions of a broker below a rate of reading and writing together
/// (<c>log.cleaner.io.max.bytes.per.second</c>). Says how long to pause; the pausing is the host's.
/// </summary>
public sealed class CompactionThrottle(double bytesPerSecondMax = double.MaxValue)
{
    private double _millisecondsAhead;
    private Instant _lastCharge = Instant.None;

    /// <summary>Counts what was just moved.</summary>
    /// <returns>How long to wait before moving more.</returns>
    public TimeSpan Charge(long bytes, Instant now)
    {
        // Time that was not used is not saved up: a burst after a pause would hurt the disk as much as any other.
        var elapsed = _lastCharge == Instant.None ? 0 : Math.Max(0, now.Since(_lastCharge).TotalMilliseconds);
        _lastCharge = Instant.Max(_lastCharge, now);
        _millisecondsAhead = Math.Max(0, _millisecondsAhead - elapsed) + (1000.0 * bytes / bytesPerSecondMax);
        return TimeSpan.FromMilliseconds(Math.Min(_millisecondsAhead, int.MaxValue));
    }
}
