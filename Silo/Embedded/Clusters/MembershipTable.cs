using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>The members of the cluster, version by version. A status only moves on. Thread-safe.</summary>
internal sealed class MembershipTable(Action<SiloAddress, SiloStatus> onChanged)
{
    private readonly Lock _lock = new();
    private volatile Version _latest = new(
        new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, new MembershipVersion(0)));

    public ClusterMembershipSnapshot Current => _latest.Snapshot;

    public void Add(SiloAddress address, string name) => Publish(address, new(address, SiloStatus.Joining, name));

    /// <summary>False when the silo is unknown or already that far.</summary>
    public bool Update(SiloAddress address, SiloStatus status)
    {
        lock (_lock)
        {
            if (!Current.Members.TryGetValue(address, out var member) || member.Status >= status)
            {
                return false;
            }

            Publish(address, new(address, status, member.Name));
        }

        onChanged(address, status);
        return true;
    }

    public async IAsyncEnumerable<ClusterMembershipSnapshot> Follow(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var version = _latest;
            yield return version.Snapshot;
            await version.Superseded.Task.WaitAsync(cancellationToken);
        }
    }

    private void Publish(SiloAddress address, ClusterMember member)
    {
        lock (_lock)
        {
            var old = _latest;
            _latest = new(new(
                old.Snapshot.Members.SetItem(address, member),
                new MembershipVersion(old.Snapshot.Version.Value + 1)));
            old.Superseded.SetResult();
        }
    }

    private sealed class Version(ClusterMembershipSnapshot snapshot)
    {
        public ClusterMembershipSnapshot Snapshot { get; } = snapshot;

        public TaskCompletionSource Superseded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
