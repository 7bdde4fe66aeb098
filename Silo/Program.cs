using Cloud.Silo.Startup;

return await SiloCommand.Run(args);
