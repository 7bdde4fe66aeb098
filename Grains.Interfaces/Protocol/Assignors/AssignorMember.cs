namespace Cloud.Protocol.Assignors;

/// <summary>A member as an assignor sees it.</summary>
public sealed record AssignorMember(string MemberId)
{
    /// <summary>Set by static members: their order outlives their member ids.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Null where racks are not used.</summary>
    public string? RackId { get; init; }

    public IReadOnlyCollection<string> Topics { get; init; } = [];

    /// <summary>What it owns, or was to own, until now.</summary>
    public IReadOnlyCollection<TopicPartition> Owned { get; init; } = [];

    /// <summary>
    /// When it got what it owns: where two claim a partition, the later one has it. Members that know none say -1.
    /// </summary>
    public int Generation { get; init; } = -1;
}
