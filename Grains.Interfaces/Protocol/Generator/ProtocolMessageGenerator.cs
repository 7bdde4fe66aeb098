using System.Collections.Immutable;
using Cloud.ProtocolGenerator.Code;
using Cloud.ProtocolGenerator.Descriptions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Cloud.ProtocolGenerator;

/// <summary>Turns descriptions of Kafka's messages (`*.kafka`) into classes that read and write themselves.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProtocolMessageGenerator : IIncrementalGenerator
{
    private const string Extension = ".kafka";

    private static readonly DiagnosticDescriptor BadDescription = new(
        "CLOUD101",
        "Bad message description",
        "{0}",
        "Protocol",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(Extension, StringComparison.Ordinal))
            .Select(static (file, cancellation) => Generate(file.Path, file.GetText(cancellation)?.ToString() ?? ""));
        context.RegisterSourceOutput(files, static (production, file) => Add(production, file));
        context.RegisterSourceOutput(files.Collect(), static (production, all) => AddTable(production, all));
    }

    private static GeneratedFile Generate(string path, string text)
    {
        try
        {
            return new GeneratedFile(path, text, MessageCode.Write(DescriptionParser.Parse(text)), null, 0);
        }
        catch (DescriptionException problem)
        {
            return new GeneratedFile(path, text, null, problem.Message, problem.Line);
        }
    }

    private static void Add(SourceProductionContext production, GeneratedFile file)
    {
        if (file.Code is not null)
        {
            production.AddSource(Path.GetFileNameWithoutExtension(file.Path) + ".g.cs", file.Code);
            return;
        }

        Report(production, file, file.ProblemLine, file.Problem!);
    }

    private static void AddTable(SourceProductionContext production, ImmutableArray<GeneratedFile> files)
    {
        var apis = new SortedDictionary<int, Description>();
        foreach (var file in files.Where(file => file.Code is not null))
        {
            var description = DescriptionParser.Parse(file.Text);
            if (description.ApiKey is not { } key)
            {
                continue;
            }

            if (apis.ContainsKey(key))
            {
                Report(production, file, line: 0, $"API key {key} is described twice");
                continue;
            }

            apis.Add(key, description);
        }

        production.AddSource("SupportedApis.g.cs", ApiTableCode.Write([.. apis.Values]));
    }

    private static void Report(SourceProductionContext production, GeneratedFile file, int line, string problem)
    {
        var position = new LinePosition(line, 0);
        var location = Location.Create(file.Path, default, new LinePositionSpan(position, position));
        production.ReportDiagnostic(Diagnostic.Create(BadDescription, location, problem));
    }
}
