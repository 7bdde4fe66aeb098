using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Cloud.Generator;

/// <summary>
/// What the proxy needs to know of a grain method: text only, so that unchanged code is not generated anew.
/// </summary>
internal sealed class GrainMethodModel : IEquatable<GrainMethodModel>
{
    private GrainMethodModel(IMethodSymbol method)
    {
        Name = method.Name;
        InterfaceName = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        Parameters = [.. method.Parameters.Select((parameter, index) => new GrainParameterModel(parameter, index))];
        ReturnType = method.ReturnType.ToDisplayString(GrainParameterModel.TypeFormat);
        (Kind, ResultType) = ReadResult(method);
        var attributes = method.GetAttributes().ToDictionaryOfFirst(
            attribute => attribute.AttributeClass?.ToDisplayString() ?? "");
        Options = ReadOptions(attributes, Kind);
        ResponseTimeout = attributes.TryGetValue("Orleans.ResponseTimeoutAttribute", out var timeout)
            ? (string?)timeout.ConstructorArguments[0].Value
            : null;
    }

    public string Name { get; }

    public string InterfaceName { get; }

    public string ReturnType { get; }

    public string ResultType { get; }

    public ResultKind Kind { get; }

    public string Options { get; }

    public string? ResponseTimeout { get; }

    public ImmutableArray<GrainParameterModel> Parameters { get; }

    public bool IsOneWay => Options.Contains("OneWay");

    public static GrainMethodModel Of(IMethodSymbol method) => new(method);

    public bool Equals(GrainMethodModel? other) =>
        other is not null && Name == other.Name && InterfaceName == other.InterfaceName
        && ReturnType == other.ReturnType && Kind == other.Kind && Options == other.Options
        && ResponseTimeout == other.ResponseTimeout && Parameters.SequenceEqual(other.Parameters);

    public override bool Equals(object? obj) => Equals(obj as GrainMethodModel);

    public override int GetHashCode() => Name.GetHashCode() ^ ReturnType.GetHashCode();

    private static (ResultKind Kind, string ResultType) ReadResult(IMethodSymbol method)
    {
        if (method.IsGenericMethod || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None))
        {
            return (ResultKind.Unsupported, "");
        }

        const string Nothing = "global::Cloud.Embedded.Calls.Nothing";
        var returned = (INamedTypeSymbol)method.ReturnType;
        var result = returned.TypeArguments.FirstOrDefault()?.ToDisplayString(GrainParameterModel.TypeFormat)
            ?? Nothing;
        return returned.OriginalDefinition.ToDisplayString() switch
        {
            "void" => (ResultKind.Void, Nothing),
            "System.Threading.Tasks.Task" => (ResultKind.Task, Nothing),
            "System.Threading.Tasks.Task<TResult>" => (ResultKind.TaskOfResult, result),
            "System.Threading.Tasks.ValueTask" => (ResultKind.ValueTask, Nothing),
            "System.Threading.Tasks.ValueTask<TResult>" => (ResultKind.ValueTaskOfResult, result),
            "System.Collections.Generic.IAsyncEnumerable<T>" => (ResultKind.Enumerable, result),
            _ => (ResultKind.Unsupported, ""),
        };
    }

    private static string ReadOptions(Dictionary<string, AttributeData> attributes, ResultKind kind)
    {
        const string Prefix = "global::Cloud.Embedded.Calls.CallOptions.";
        var options = new List<string>();
        if (kind == ResultKind.Void || attributes.ContainsKey("Orleans.Concurrency.OneWayAttribute"))
        {
            options.Add(Prefix + "OneWay");
        }

        if (attributes.ContainsKey("Orleans.Concurrency.ReadOnlyAttribute"))
        {
            options.Add(Prefix + "ReadOnly");
        }

        if (attributes.ContainsKey("Orleans.Concurrency.AlwaysInterleaveAttribute"))
        {
            options.Add(Prefix + "AlwaysInterleave");
        }

        return options.Count == 0 ? Prefix + "None" : string.Join(" | ", options);
    }
}
