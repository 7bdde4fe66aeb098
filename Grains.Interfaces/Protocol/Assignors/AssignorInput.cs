namespace Cloud.Protocol.Assignors;

/// <summary>What an assignor decides on.</summary>
/// <param name="Members">In any order: assignors order them themselves.</param>
/// <param name="Topics">Topics that exist. A subscription to any other is left aside.</param>
public sealed record AssignorInput(
    IReadOnlyCollection<AssignorMember> Members, IReadOnlyCollection<AssignorTopic> Topics);
