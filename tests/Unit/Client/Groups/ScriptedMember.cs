using Cloud.Client;

namespace Cloud.Unit.Client.Groups;

/// <summary>A member that is who the test says, and is to change what the test says.</summary>
internal sealed class ScriptedMember : IGroupMember
{
    private volatile MemberIdentity _identity = new("me", Epoch: 1, InstanceId: null, Membership: 1);

    public MemberIdentity Identity
    {
        get => _identity;
        set => _identity = value;
    }

    /// <summary>What it is to change, until that was done or is taken back.</summary>
    public Rebalance? Next { get; set; }

    public List<Rebalance> Completed { get; } = [];

    public ClientException? Failure => null;

    public void Subscribe(GroupSubscription subscription)
    {
    }

    public Rebalance? Poll() => Next;

    public void Complete(Rebalance rebalance)
    {
        Completed.Add(rebalance);
        Next = null;
    }

    public void Expire()
    {
    }

    public Task Run(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Leave(CancellationToken cancellationToken) => Task.CompletedTask;
}
