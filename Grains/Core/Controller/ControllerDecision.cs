using System.Collections.Immutable;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller;

/// <summary>What a command comes to. The response is released when the records are stored.</summary>
/// <param name="Records">
/// In the order in which they must be stored: after each of them the documents make a state from which a controller can
/// go on. Neighbours that are topics may be stored side by side. Empty when nothing changes.
/// </param>
public readonly record struct ControllerDecision<TResponse>(
    ImmutableArray<ControllerRecord> Records,
    Result<TResponse> Response)
{
    internal static ControllerDecision<TResponse> Unchanged(TResponse response) =>
        new([], Result<TResponse>.Ok(response));

    internal static ControllerDecision<TResponse> Refuse(KafkaError error, string message) =>
        new([], Result<TResponse>.Failed(error, message));

    internal static ControllerDecision<TResponse> Refuse<TOther>(Result<TOther> failure) =>
        new([], failure.As<TResponse>());
}
