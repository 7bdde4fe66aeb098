namespace Cloud.Cli.Hosting;

/// <summary>What a command does; its exit code.</summary>
internal delegate Task<int> CommandAction(CommandContext context, CancellationToken cancellationToken);
