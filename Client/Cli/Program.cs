using Cloud.Cli;
using Cloud.Cli.Hosting;

using var host = CliHost.OfProcess();
return await CloudCommand.Run(args, host);
