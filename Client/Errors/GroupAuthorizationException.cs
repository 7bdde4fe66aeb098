using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>The client may not be a member of the group, or not see or change its offsets.</summary>
public sealed class GroupAuthorizationException(string groupId)
    : ClientException(KafkaError.GroupAuthorizationFailed, $"No permission for group '{groupId}'.");
