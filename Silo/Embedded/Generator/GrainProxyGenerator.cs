using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cloud.Generator;

/// <summary>
/// Writes the proxies of the grain interfaces of a project for the embedded runtime. On Microsoft.Orleans its own code
/// generator has this part.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainProxyGenerator : IIncrementalGenerator
{
    private const string AddressableInterface = "Orleans.Runtime.IAddressable";

    private static readonly DiagnosticDescriptor Unsupported = new(
        "CLOUD001",
        "Unsupported grain method",
        "{0}: grain methods return Task, Task<T>, ValueTask, ValueTask<T> or IAsyncEnumerable<T> (observers and "
        + "one-way methods also void), are not generic and take no ref, in or out parameters",
        "Orleans",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var interfaces = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is InterfaceDeclarationSyntax,
            static (syntax, cancellation) => Read(
                (INamedTypeSymbol?)syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, cancellation)))
            .Where(static model => model is not null);
        context.RegisterSourceOutput(interfaces, static (production, model) => Write(production, model!));
    }

    private static GrainInterfaceModel? Read(INamedTypeSymbol? symbol)
    {
        var isGrainInterface = symbol is not null
            && symbol.AllInterfaces.Any(candidate => candidate.ToDisplayString() == AddressableInterface)
            && symbol.ContainingNamespace.ToDisplayString() is not ("Orleans" or "Orleans.Runtime");
        return isGrainInterface ? GrainInterfaceModel.Of(symbol!) : null;
    }

    private static void Write(SourceProductionContext production, GrainInterfaceModel model)
    {
        foreach (var method in model.Methods.Where(method => method.Kind == ResultKind.Unsupported))
        {
            production.ReportDiagnostic(
                Diagnostic.Create(Unsupported, Location.None, model.FullName + "." + method.Name));
        }

        if (model.Methods.All(method => method.Kind != ResultKind.Unsupported))
        {
            production.AddSource(model.ProxyName + ".g.cs", GrainProxyWriter.Write(model));
        }
    }
}
