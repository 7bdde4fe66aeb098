namespace Cloud.Architecture.CallTypes.Samples;

public enum BadKind
{
    First,
}
