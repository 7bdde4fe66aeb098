using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.ProtocolGenerator.Code;

/// <summary>Writes the list of all APIs that have a description: their keys and the table of their versions.</summary>
internal static class ApiTableCode
{
    private const string Wire = "global::Cloud.Protocol.Wire.";
    private const int Never = short.MaxValue;

    public static string Write(IReadOnlyList<Description> apis)
    {
        var code = new CodeText();
        code.Summary("Kafka's numbers of its APIs. Those that have a description here; a frame may carry any other.");
        code.Block("public enum ApiKey : short", () =>
        {
            foreach (var api in apis)
            {
                code.Summary(api.Documentation);
                code.Line($"{api.Name} = {api.ApiKey},");
            }
        });
        code.Line();
        code.Summary("The APIs that this release speaks, and their versions.");
        code.Block("public static class SupportedApis", () => WriteTable(code, apis));
        return CodeText.Header + code;
    }

    private static void WriteTable(CodeText code, IReadOnlyList<Description> apis)
    {
        foreach (var api in apis)
        {
            WriteApi(code, api);
            code.Line();
        }

        code.Summary("All of them, by key.");
        var names = string.Join(", ", apis.Select(api => api.Name));
        code.Line($"public static global::System.Collections.Immutable.ImmutableArray<{Wire}ApiDescription> All "
            + $"{{ get; }} = [{names}];");
        code.Line();
        code.Summary("The API of a key from a frame; null when there is none here.");
        code.Block($"public static {Wire}ApiDescription? Find(short key) => key switch", () =>
        {
            foreach (var api in apis)
            {
                code.Line($"{api.ApiKey} => {api.Name},");
            }

            code.Line("_ => null,");
        }, "};");
    }

    private static void WriteApi(CodeText code, Description api)
    {
        var advertised = api.Advertised ?? api.Versions;
        code.Summary(api.Documentation);
        code.Block($"public static {Wire}ApiDescription {api.Name} {{ get; }} = new()", () =>
        {
            code.Line($"Key = ApiKey.{api.Name},");
            code.Line($"Name = \"{api.Name}\",");
            code.Line($"Versions = new({api.Versions.First}, {api.Versions.Last}),");
            code.Line($"AdvertisedVersions = new({advertised.First}, {advertised.Last}),");
            code.Line($"FlexibleFrom = {api.FlexibleFrom ?? Never},");
            code.Line($"FixedResponseHeader = {api.ResponseHeader?.ToString() ?? "null"},");
            code.Line($"ReadRequest = {api.Name}Request.Read,");
            code.Line($"ReadResponse = {api.Name}Response.Read,");
        }, "};");
    }
}
