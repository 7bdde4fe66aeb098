using System.Collections.Immutable;
using Cloud.Core.Groups.Classic;

namespace Cloud.Core.Groups.Consumers;

/// <summary>What a member of the classic protocol brings into a KIP-848 group.</summary>
public sealed record ClassicFacet(TimeSpan SessionTimeout, ImmutableArray<ClassicProtocol> Protocols);
