using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Cloud.Architecture.Fidelity;

/// <summary>The types of some assemblies by full name, with those that each inherits from.</summary>
internal sealed class Surface
{
    private readonly FrozenDictionary<string, SurfaceType> _types;

    private Surface(IEnumerable<SurfaceType> types)
    {
        _types = types.GroupBy(type => type.FullName).ToFrozenDictionary(group => group.Key, group => group.First());
    }

    public ImmutableArray<SurfaceType> Types => _types.Values;

    public static Surface Of(params IEnumerable<SurfaceType> types) => new(types);

    public static Surface Read(params IEnumerable<string> paths) => new([.. paths.SelectMany(ReadTypes)]);

    public SurfaceType? Find(string fullName) => _types.GetValueOrDefault(fullName);

    /// <summary>The type, its base types and all their interfaces, as far as they are known here.</summary>
    public IEnumerable<SurfaceType> Ancestry(SurfaceType type) =>
        AncestorNames(type).Select(DefinitionOf).Select(Find).OfType<SurfaceType>().Prepend(type).Distinct();

    /// <summary>Names of all base types and interfaces, also of those that are not known here.</summary>
    public IEnumerable<string> AncestorNames(SurfaceType type)
    {
        var parents = type.BaseType is { } baseType ? type.Interfaces.Prepend(baseType) : type.Interfaces;
        return parents.SelectMany(name => Find(DefinitionOf(name)) is { } parent
            ? AncestorNames(parent).Prepend(name)
            : [name]);
    }

    private static string DefinitionOf(string name) => name.Split('<')[0];

    private static List<SurfaceType> ReadTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return [.. new SurfaceReader(file.GetMetadataReader()).ReadTypes()];
    }
}
