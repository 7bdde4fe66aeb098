using Cloud.Simulation;

var line = new CommandLine(args);
return line.IsStorage ? StorageCommand.Run(line)
    : line.IsMutated ? MutationCommand.Run(line)
    : ClusterCommand.Run(line);
