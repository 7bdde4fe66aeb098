using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>
/// The time of one coordinator's session: the wall clock's at its beginning, and what has passed since by the monotonic
/// one. A wall clock that jumps must not put all members out, or keep dead ones in.
/// </summary>
internal sealed class SessionClock(TimeProvider clock)
{
    private readonly Instant _begin = Instant.From(clock.GetUtcNow());
    private readonly Moment _beginMoment = Moment.Of(clock);

    public Instant Now => _begin.Plus(Moment.Of(clock).Since(_beginMoment));

    public Moment MomentOf(Instant time) => time < _begin ? _beginMoment : _beginMoment.Plus(time.Since(_begin));
}
