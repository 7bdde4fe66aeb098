using System.Collections.Immutable;

namespace Cloud.Architecture.Fidelity;

/// <summary>A type as those see it who use its assembly.</summary>
internal sealed record SurfaceType(string FullName)
{
    /// <summary>Whether it is seen outside its assembly at all.</summary>
    public required bool IsVisible { get; init; }

    /// <summary><c>class</c>, <c>struct</c> or <c>interface</c>, and its generic parameters with their constraints.</summary>
    public required string Shape { get; init; }

    public required bool IsAbstract { get; init; }

    public required bool IsSealed { get; init; }

    /// <summary>Null for interfaces and for <see cref="object"/>.</summary>
    public required string? BaseType { get; init; }

    public required ImmutableArray<string> Interfaces { get; init; }

    public required ImmutableArray<SurfaceMember> Members { get; init; }
}
