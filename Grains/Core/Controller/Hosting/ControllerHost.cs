using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.Messages;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Hosting;

/// <summary>
/// Runs a <see cref="ControllerMachine"/>: one decision at a time, stored, then published, then answered. Used on one
/// scheduler, as a grain is. When a decision cannot be stored another controller has taken over: this one answers
/// nothing more, and whoever hosts it drops it.
/// </summary>
public sealed class ControllerHost : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ControllerJournal _journal;
    private readonly ControllerMachine _machine;
    private readonly MetadataPublisher _publisher;
    private readonly ProposalQueue _proposals;

    private ControllerHost(ControllerJournal journal, ControllerMachine machine, MetadataPublisher publisher)
    {
        _journal = journal;
        _machine = machine;
        _publisher = publisher;
        _proposals = new(this);
    }

    /// <summary>The committed state, for reading between decisions.</summary>
    public ControllerMachine Machine => _machine;

    /// <summary>
    /// A decision could not be stored. It may have been one that nobody waits for, when a broker had caught up: so
    /// whoever hosts the controller looks here now and then, and drops it.
    /// </summary>
    public bool IsDeposed { get; private set; }

    /// <summary>Becomes the controller and tells the brokers what is committed.</summary>
    /// <exception cref="StoreConflictException">Somebody else takes over at the same time.</exception>
    public static async Task<ControllerHost> TakeOver(
        IControllerStore store,
        string clusterId,
        ITopicRules rules,
        ControllerOptions options,
        Func<ControllerMachine, MetadataPublisher> createPublisher)
    {
        var (journal, machine) = await ControllerJournal.TakeOver(store, clusterId, rules, options);
        var publisher = createPublisher(machine);
        var host = new ControllerHost(journal, machine, publisher);
        publisher.Start(host);
        return host;
    }

    /// <summary>Makes a decision and sees it through. The response is released when it is committed.</summary>
    /// <exception cref="ControllerDeposedException">
    /// It may be committed or not: ask the controller that took over.
    /// </exception>
    public async Task<Result<TResponse>> Decide<TResponse>(
        Func<ControllerMachine, ControllerDecision<TResponse>> command)
    {
        await _turn.WaitAsync();
        try
        {
            var decision = command(_machine);
            await _journal.Commit(decision.Records);
            if (_machine.Commit(decision.Records) is { } delta)
            {
                _publisher.Publish(delta);
            }

            return decision.Response;
        }
        catch (ControllerDeposedException)
        {
            IsDeposed = true;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// A leader proposes a new ISR. Proposals that come while a decision is being stored are decided as one.
    /// </summary>
    /// <exception cref="ControllerDeposedException">
    /// It may be committed or not: ask the controller that took over.
    /// </exception>
    public Task<AlterPartitionReply> AlterPartition(AlterPartition proposal) => _proposals.Add(proposal);

    /// <summary>Stops telling brokers anything.</summary>
    public void Dispose()
    {
        _publisher.Dispose();
        _turn.Dispose();
    }
}
