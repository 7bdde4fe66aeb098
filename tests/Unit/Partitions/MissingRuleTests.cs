using Cloud.Core.Replication;
using Cloud.Simulation.Replication;
using Cloud.Unit.Replication;
using Xunit.Sdk;

namespace Cloud.Unit.Partitions;

/// <summary>Each safety rule has a story that fails without it.</summary>
public sealed class MissingRuleTests
{
    private static readonly Dictionary<string, Action> Stories = new()
    {
        ["acknowledge before commit"] = new ProduceTests().Acks_all_times_out_when_followers_do_not_answer,
        ["acknowledge before flush"] =
            () => new ProduceTests().Replica_that_has_not_flushed_holds_the_acknowledgement_back(stuck: 1),
        ["count only the committed isr"] =
            new LeaderMachineTests().Joining_follower_bounds_from_the_proposal_on,
        ["cut by high watermark"] =
            new LogComparisonTests().Truncation_goes_by_epochs_and_not_by_the_high_watermark,
        ["elr ignored"] =
            new LeaderMachineTests().High_watermark_stays_while_somebody_is_eligible_whatever_the_minimum,
        ["failed logs are thrown away while they may count"] =
            new MaintenanceTests().Damaged_follower_is_found_fails_and_is_fetched_anew,
        ["follower takes its end for committed"] =
            new FollowerMachineTests().Follower_takes_for_committed_what_its_leader_does,
        ["forget nothing of former lives"] = new IsrTests().Answer_of_a_former_life_counts_for_nothing,
        ["former lives are proposed as present ones"] = new IsrTests().Answer_of_a_former_life_counts_for_nothing,
        ["high watermark from the leader alone"] = new ProduceTests().Acks_all_times_out_when_followers_do_not_answer,
        ["high watermark goes back"] =
            new LeaderMachineTests().High_watermark_does_not_go_back_for_a_member_that_is_behind_it,
        ["isr expands below the epoch's start"] =
            new LeaderMachineTests().Follower_joins_only_beyond_the_start_of_the_epoch,
        ["isr expands below the epoch's start at any pace"] =
            new LeaderMachineTests().Follower_joins_only_beyond_the_start_of_the_epoch,
        ["isr expands before catching up"] =
            new LeaderMachineTests().Follower_joins_only_beyond_the_start_of_the_epoch,
        ["isr expands before catching up at any pace"] =
            new LeaderMachineTests().Follower_joins_only_beyond_the_start_of_the_epoch,
        ["isr shrinks before commit"] = new IsrTests().High_watermark_waits_for_a_shrink_without_an_answer,
        ["late truncations are obeyed"] = new FailOverTests().Truncation_that_arrives_late_cuts_nothing,
        ["lead again in a former epoch"] =
            new FailOverTests().Restarted_broker_does_not_lead_again_in_the_epoch_of_its_former_life,
        ["lead again in a former epoch by metadata of a former life"] =
            new FailOverTests().Restarted_broker_does_not_lead_again_in_the_epoch_of_its_former_life,
        ["minimum of replicas ignored"] = new IsrTests().Leader_alone_commits_nothing_below_the_minimum,
        ["new leader takes its end for committed"] =
            new FetchTests().New_leader_that_does_not_know_the_end_yet_does_not_name_one,
        ["no leader epoch check"] = new FailOverTests().Push_of_a_deposed_leader_is_refused,
        ["old states supersede"] = new BrokerReplicasTests().Older_isr_in_newer_metadata_changes_nothing,
        ["read beyond the high watermark"] = new FetchTests().Reader_sees_what_is_committed_and_nothing_else,
        ["truncate by the leader's end alone"] =
            new LogComparisonTests().Truncation_goes_no_further_than_the_followers_own_epoch,
    };

    public static TheoryData<string> Names => [.. RuleMutants.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Story_fails_without_its_rule(string mutant)
    {
        Assert.Null(Tell(mutant, IReplicationRules.Standard));

        Assert.NotNull(Tell(mutant, RuleMutants.All[mutant]));
    }

    private static Exception? Tell(string mutant, IReplicationRules rules)
    {
        StoryRules.Choose(rules);
        try
        {
            Stories[mutant]();
            return null;
        }
        catch (Exception error) when (error is XunitException or Cloud.Protocol.InvariantBrokenException)
        {
            return error;
        }
        finally
        {
            StoryRules.Choose(null);
        }
    }
}
