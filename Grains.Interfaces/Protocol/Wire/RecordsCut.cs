namespace Cloud.Protocol.Wire;

/// <summary>Where in the bytes of a frame records belong.</summary>
internal readonly record struct RecordsCut(int Position, RecordsPart Records);
