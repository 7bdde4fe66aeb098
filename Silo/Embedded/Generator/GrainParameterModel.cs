using Microsoft.CodeAnalysis;

namespace Cloud.Generator;

/// <summary>A parameter of a grain method.</summary>
internal readonly struct GrainParameterModel(IParameterSymbol parameter, int index) : IEquatable<GrainParameterModel>
{
    public static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public string Type { get; } = parameter.Type.ToDisplayString(TypeFormat);

    // By position: no name that a user chose can clash with what is generated.
    public string Name { get; } = "argument" + index;

    public bool IsCancellationToken { get; } =
        parameter.Type.ToDisplayString() == "System.Threading.CancellationToken";

    public bool Equals(GrainParameterModel other) => Type == other.Type && Name == other.Name;

    public override bool Equals(object? obj) => obj is GrainParameterModel other && Equals(other);

    public override int GetHashCode() => Type.GetHashCode();
}
