namespace Cloud.Protocol.Wire;

/// <summary>Why a frame is refused, and where exactly it went wrong.</summary>
/// <param name="Problem">None in the default value, which says that all is well.</param>
/// <param name="Message">The message that was read, such as `FetchRequest`.</param>
/// <param name="Version">Of the message.</param>
/// <param name="Field">The field, with its structure where it is not the message's own.</param>
/// <param name="BytePosition">From the start of the frame, its length field not counted.</param>
public readonly record struct ProtocolError(
    ProtocolProblem Problem, string Message, short Version, string Field, long BytePosition)
{
    public override string ToString() => Problem is ProtocolProblem.None
        ? "no error"
        : $"{Message} v{Version}, {Field} at byte {BytePosition}: {Problem}";
}
