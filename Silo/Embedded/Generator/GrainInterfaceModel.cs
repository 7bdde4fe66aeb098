using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Cloud.Generator;

/// <summary>A grain interface with the methods of all interfaces that it extends.</summary>
internal sealed class GrainInterfaceModel : IEquatable<GrainInterfaceModel>
{
    private GrainInterfaceModel(INamedTypeSymbol symbol)
    {
        FullName = symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        ProxyName = "Proxy_" + symbol.ToDisplayString().Replace('.', '_').Replace('<', '_').Replace('>', '_');
        Methods =
        [
            .. symbol.AllInterfaces.Insert(0, symbol)
                .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
                .Where(method => method is { IsStatic: false, IsAbstract: true })
                .Select(GrainMethodModel.Of),
        ];
    }

    public string FullName { get; }

    public string ProxyName { get; }

    public ImmutableArray<GrainMethodModel> Methods { get; }

    public static GrainInterfaceModel Of(INamedTypeSymbol symbol) => new(symbol);

    public bool Equals(GrainInterfaceModel? other) =>
        other is not null && FullName == other.FullName && Methods.SequenceEqual(other.Methods);

    public override bool Equals(object? obj) => Equals(obj as GrainInterfaceModel);

    public override int GetHashCode() => FullName.GetHashCode();
}
