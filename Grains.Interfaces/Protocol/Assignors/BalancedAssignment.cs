namespace Cloud.Protocol.Assignors;

/// <summary>
/// An assignment in which no partition can be moved to make it more even, near to what members own already. Used once.
/// </summary>
internal sealed class BalancedAssignment
{
    private readonly AssignorInput _input;
    private readonly AssignorMember[] _members;
    private readonly int[] _counts;
    private readonly List<BalancedPartition> _partitions;
    private readonly int _quota;
    private readonly int _extras;
    private int _extrasUsed;

    public BalancedAssignment(AssignorInput input)
    {
        _input = input;
        _members = MemberOrder.Sort(input.Members);
        _counts = new int[_members.Length];
        var index = new SubscriberIndex(_members, input.Topics);
        _partitions = index.Partitions;
        IsHomogeneous = index.IsHomogeneous;
        if (_members.Length > 0)
        {
            (_quota, _extras) = Math.DivRem(_partitions.Count, _members.Length);
        }
    }

    /// <summary>All members subscribe to the same topics: then everybody gets the same number, or one more.</summary>
    private bool IsHomogeneous { get; }

    public GroupAssignment Assign()
    {
        PreviousOwners.Mark(_members, _partitions);
        KeepOwned();
        GiveAway();
        if (!IsHomogeneous)
        {
            Balance();
        }

        var assignment = new GroupAssignment(_input.Members);
        foreach (var partition in _partitions.OrderBy(partition => partition.Id, PartitionOrder.Instance))
        {
            assignment.Add(_members[partition.Owner].MemberId, partition.Id);
        }

        return assignment;
    }

    private void KeepOwned()
    {
        foreach (var partition in _partitions)
        {
            if (partition.PreviousOwner >= 0 && HasRoom(partition.PreviousOwner))
            {
                Give(partition, partition.PreviousOwner);
            }
        }
    }

    private void GiveAway()
    {
        // Those that fewest members can have come first: the others can make up for an uneven start.
        var unowned = _partitions.Where(partition => partition.Owner < 0)
            .OrderBy(partition => partition.Subscribers.Length)
            .ThenBy(partition => partition.Id, PartitionOrder.Instance)
            .ToList();
        foreach (var partition in unowned.Where(partition => partition.HasRacks))
        {
            GiveToLeastLoaded(partition, isRackDemanded: true);
        }

        foreach (var partition in unowned.Where(partition => partition.Owner < 0))
        {
            GiveToLeastLoaded(partition, isRackDemanded: false);
        }
    }

    private void GiveToLeastLoaded(BalancedPartition partition, bool isRackDemanded)
    {
        var best = -1;
        foreach (var member in partition.Subscribers)
        {
            var isAllowed = HasRoom(member) && (!isRackDemanded || partition.IsOnRack(_members[member].RackId));
            if (isAllowed && (best < 0 || _counts[member] < _counts[best]))
            {
                best = member;
            }
        }

        if (best >= 0)
        {
            Give(partition, best);
        }
    }

    // Each move makes the sum of the squares of what members have smaller, so this ends.
    private void Balance()
    {
        var hasMoved = true;
        while (hasMoved)
        {
            hasMoved = false;
            foreach (var partition in _partitions)
            {
                hasMoved |= TryImprove(partition);
            }
        }
    }

    private bool TryImprove(BalancedPartition partition)
    {
        var best = partition.Owner;
        foreach (var member in partition.Subscribers)
        {
            if (_counts[member] + 1 >= _counts[partition.Owner])
            {
                continue;
            }

            var isBetter = best == partition.Owner || _counts[member] < _counts[best];
            var isHome = _counts[member] == _counts[best] && member == partition.PreviousOwner;
            best = isBetter || isHome ? member : best;
        }

        if (best == partition.Owner)
        {
            return false;
        }

        _counts[partition.Owner]--;
        _counts[best]++;
        partition.Owner = best;
        return true;
    }

    // Without quotas, evenness is a matter of moving afterwards.
    private bool HasRoom(int member) =>
        !IsHomogeneous || _counts[member] < _quota || (_counts[member] == _quota && _extrasUsed < _extras);

    private void Give(BalancedPartition partition, int member)
    {
        partition.Owner = member;
        _extrasUsed += _counts[member] == _quota ? 1 : 0;
        _counts[member]++;
    }
}
