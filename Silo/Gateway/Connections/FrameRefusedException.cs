namespace Cloud.Gateway.Connections;

/// <summary>What came is no request: the connection closes, and the message is logged.</summary>
internal sealed class FrameRefusedException(string message) : Exception(message);
