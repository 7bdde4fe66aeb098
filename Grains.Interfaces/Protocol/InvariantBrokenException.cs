namespace Cloud.Protocol;

/// <summary>A rule that this program rests on does not hold: the component that threw must stop, not go on.</summary>
public class InvariantBrokenException(string message) : Exception(message);
