namespace Cloud.Core.Controller.Documents;

/// <summary>
/// The documents make no state to go on from. The controller does not start then: going on with less would look like a
/// cluster that has lost topics (F23).
/// </summary>
public class ControllerDocumentException(string document, ControllerDocumentFault fault)
    : Exception($"The controller's document '{document}' cannot be used: {fault}.")
{
    public string Document { get; } = document;

    public ControllerDocumentFault Fault { get; } = fault;
}
