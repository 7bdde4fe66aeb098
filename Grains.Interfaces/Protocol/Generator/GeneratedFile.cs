namespace Cloud.ProtocolGenerator;

/// <summary>
/// What became of one description. Compared by value, so that a change in one file does no work for the others.
/// </summary>
internal readonly record struct GeneratedFile(string Path, string Text, string? Code, string? Problem, int ProblemLine);
