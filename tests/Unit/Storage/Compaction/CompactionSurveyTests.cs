using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Storage.Compaction;

public sealed class CompactionSurveyTests
{
    private static readonly Instant Written = new(1_700_000_000_000);

    [Fact]
    public void Young_segments_are_seen_by_the_times_of_their_records()
    {
        var log = new LentLog(new SimulatedDisk(seed: 1), "table", 40);
        var config = log.Config with { MinCompactionLag = TimeSpan.FromHours(1) };

        var young = PlanAt(log, config, Written.Plus(TimeSpan.FromMinutes(59)));
        var old = PlanAt(log, config, Written.Plus(TimeSpan.FromMinutes(61)));

        Assert.Equal(0, young.DirtyBytes);
        Assert.True(old.IsDue);
    }

    [Fact]
    public void Overdue_log_is_seen_by_the_time_of_its_first_record()
    {
        var log = new LentLog(new SimulatedDisk(seed: 1), "table", 40);
        var config = log.Config with { MaxCompactionLag = TimeSpan.FromHours(1), MinCleanableDirtyRatio = 1 };

        Assert.False(PlanAt(log, config, Written.Plus(TimeSpan.FromMinutes(59))).IsDue);
        Assert.True(PlanAt(log, config, Written.Plus(TimeSpan.FromMinutes(61))).IsDue);
    }

    private static CompactionPlan PlanAt(LentLog log, TopicConfig config, Instant now) => CompactionPlanner.Plan(
        CompactionSurvey.FactsOf(log.Log.State, config, log.Log.LogEndOffset, Offset.None, now));
}
