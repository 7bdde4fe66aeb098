using Cloud.Simulation;
using Cloud.Simulation.Groups;

var line = new CommandLine(args);
return line.IsStorage ? StorageCommand.Run(line)
    : line.IsGroups ? GroupsCommand.Run(line)
    : line.IsMutated ? MutationCommand.Run(line)
    : ClusterCommand.Run(line);
