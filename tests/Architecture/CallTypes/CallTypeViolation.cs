namespace Cloud.Architecture.CallTypes;

/// <summary>A rule that a type which crosses calls breaks, and the member where it does.</summary>
internal sealed record CallTypeViolation(string Type, string Member, string Rule)
{
    public override string ToString() => Member.Length == 0 ? $"{Type}: {Rule}" : $"{Type}.{Member}: {Rule}";
}
