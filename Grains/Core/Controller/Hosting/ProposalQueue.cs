using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;

namespace Cloud.Core.Controller.Hosting;

/// <summary>
/// Leaders' proposals that wait for the controller's turn. All that have come by then are one decision: when a broker
/// is back, thousands come at once, and a write for each would take a minute. Used on the controller's scheduler.
/// </summary>
internal sealed class ProposalQueue(ControllerHost host)
{
    // A decision is to be short, also where each proposal is about a topic of its own.
    private const int DecidedAtOnceMax = 1000;

    private readonly Queue<(AlterPartition Proposal, TaskCompletionSource<AlterPartitionReply> Reply)> _waiting = new();
    private bool _isDeciding;

    public Task<AlterPartitionReply> Add(AlterPartition proposal)
    {
        var reply = new TaskCompletionSource<AlterPartitionReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((proposal, reply));
        if (!_isDeciding)
        {
            _ = DecideAll();
        }

        return reply.Task;
    }

    private async Task DecideAll()
    {
        _isDeciding = true;
        while (_waiting.Count > 0)
        {
            var replies = new List<TaskCompletionSource<AlterPartitionReply>>();
            try
            {
                var outcome = await host.Decide(machine => machine.AlterPartitions(TakeSome(replies)));
                for (var index = 0; index < replies.Count; index++)
                {
                    replies[index].SetResult(outcome.Value[index]);
                }
            }
            catch (Exception failure)
            {
                // It may be committed or not, and the controller decides nothing more: whoever waits is to ask the
                // next.
                FailAll(replies, failure);
            }
        }

        _isDeciding = false;
    }

    private ImmutableArray<AlterPartition> TakeSome(List<TaskCompletionSource<AlterPartitionReply>> replies)
    {
        var proposals = ImmutableArray.CreateBuilder<AlterPartition>();
        while (proposals.Count < DecidedAtOnceMax && _waiting.TryDequeue(out var next))
        {
            proposals.Add(next.Proposal);
            replies.Add(next.Reply);
        }

        return proposals.DrainToImmutable();
    }

    private void FailAll(List<TaskCompletionSource<AlterPartitionReply>> replies, Exception failure)
    {
        while (_waiting.TryDequeue(out var next))
        {
            replies.Add(next.Reply);
        }

        replies.ForEach(reply => reply.SetException(failure));
    }
}
