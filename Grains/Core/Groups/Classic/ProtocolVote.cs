namespace Cloud.Core.Groups.Classic;

/// <summary>Which assignor a classic group uses: one that all know, and that most of them like best.</summary>
internal static class ProtocolVote
{
    /// <summary>Whether a group of these members can take in one that knows these.</summary>
    public static bool HasCommon(IReadOnlyCollection<ClassicMember> members, IEnumerable<string> protocols) =>
        protocols.Any(protocol => members.All(member => Knows(member, protocol)));

    /// <summary>Null where nothing is common to all. Of equal ones that of the longest-standing member wins.</summary>
    public static string? Count(IReadOnlyCollection<ClassicMember> members)
    {
        var candidates = members.First().Protocols
            .Select(protocol => protocol.Name)
            .Where(name => members.All(member => Knows(member, name)))
            .ToList();
        return candidates.MaxBy(name => members.Count(member => Favourite(member, candidates) == name));
    }

    private static string Favourite(ClassicMember member, List<string> candidates) =>
        member.Protocols.First(protocol => candidates.Contains(protocol.Name)).Name;

    private static bool Knows(ClassicMember member, string protocol) =>
        member.Protocols.Any(known => known.Name == protocol);
}
