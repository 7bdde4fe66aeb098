using System.Collections.Immutable;

namespace Cloud.Architecture.Layers;

/// <summary>A project, by its folder, and the only other projects of ours that it may see.</summary>
internal sealed record Layer(string Folder, params ImmutableArray<string> Sees)
{
    public bool MaySeeOrleans { get; init; }
}
