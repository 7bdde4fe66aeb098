using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Who wants to know what becomes of a record.</summary>
/// <param name="Target">
/// A <see cref="PendingDelivery"/>, or an action of the user's; null where only the interceptors are told.
/// </param>
/// <param name="Index">The record's place in its batch.</param>
/// <param name="Timestamp">The record's own.</param>
internal readonly record struct DeliveryEntry(object? Target, int Index, Instant Timestamp);
