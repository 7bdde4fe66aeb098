using System.Collections.Immutable;

namespace Cloud.Architecture.Fidelity;

/// <summary>A public or protected method, accessor, constructor or field of a type.</summary>
/// <param name="Text">Accessibility, static-ness, type, name, generic parameters and parameter types, normalised.</param>
internal sealed record SurfaceMember(string Text)
{
    public ImmutableArray<SurfaceParameter> Parameters { get; init; } = [];

    /// <summary>Whether a derived type may override it.</summary>
    public bool IsOverridable { get; init; }

    public bool IsAbstract { get; init; }

    /// <summary>Whether it overrides a member of a base type instead of declaring its own.</summary>
    public bool IsOverride { get; init; }
}
