using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups;

/// <summary>The answer to a request.</summary>
public readonly record struct GroupReply(Ticket Ticket, IResponse Response);
