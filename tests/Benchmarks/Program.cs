using System.CommandLine;
using Cloud.Benchmarks.Broker;
using Cloud.Benchmarks.Client;
using Cloud.Benchmarks.Controller;
using Cloud.Benchmarks.Embedded;
using Cloud.Benchmarks.Gateway;
using Cloud.Benchmarks.Groups;
using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;

IBenchmarkArea[] areas =
[
    new EmbeddedArea(),
    new LogArea(),
    new ControllerArea(),
    new BrokerArea(),
    new DeadBrokerArea(),
    new IdleBrokersArea(),
    new GatewayArea(),
    new GroupsArea(),
    new ClientArea(),
];

var area = new Argument<string>("area")
{
    Description = $"What to measure: {string.Join(", ", areas.Select(area => area.Name))}.",
};
area.AcceptOnlyFromAmong([.. areas.Select(area => area.Name)]);
var json = new Option<FileInfo?>("--json") { Description = "Also writes the rows to this file, for tools." };
var command = new RootCommand("Measures Cloud. Figures are ratios to what the machine can do in the same run.")
{
    area,
    json,
};
command.SetAction(async (result, cancellation) =>
{
    var report = new BenchmarkReport(result.GetValue(area)!);
    await areas.Single(candidate => candidate.Name == report.Area).Run(report, cancellation);
    report.Print();
    if (result.GetValue(json) is { } file)
    {
        await report.Save(file, cancellation);
    }
});
return await command.Parse(args).InvokeAsync();
