using Cloud.Simulation;

return new CommandLine(args) is { IsStorage: true } storage
    ? StorageCommand.Run(storage)
    : ClusterCommand.Run(new CommandLine(args));
