using System.Collections;
using System.Diagnostics;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;
using Cloud.Gateway;
using Cloud.Silo.Folders;
using Cloud.Silo.Hosting;
using Cloud.Silo.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cloud.Silo.Startup;

/// <summary>Runs the process from its settings to its exit code. The composition root.</summary>
internal static class SiloProcessRunner
{
    // A shutdown has ten seconds before the supervisor may kill the process: some are left for the host itself.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(8);

    // Settings are read once. The host would watch its folder with all that is in it, and wake at each write to a
    // segment where the data lies there, as it does by default.
    private const string WatchNoFiles = "--hostBuilder:reloadConfigOnChange=false";

    /// <param name="commandLine">By the names of settings.</param>
    /// <param name="config">Of the brokers, each <c>key=value</c>.</param>
    public static async Task<int> Run(
        Dictionary<string, string?> commandLine, IReadOnlyCollection<string> config, CancellationToken cancellation)
    {
        try
        {
            await using var app = Build(commandLine, config);
            await RunUntilStopped(app, cancellation);
            return 0;
        }
        catch (Exception exception) when (
            exception is StartupException or StorageException or DocumentCorruptException
                or RegistrationRefusedException or ListenerException)
        {
            return StartupError.Report(exception.Message);
        }
        catch (Exception exception)
        {
            return StartupError.ReportUnexpected(exception);
        }
    }

    internal static WebApplication Build(
        Dictionary<string, string?> commandLine, IReadOnlyCollection<string>? config = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [WatchNoFiles] });
        builder.Configuration.SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(ConfigSettings.OfEnvironment(Variables()))
            .AddInMemoryCollection(commandLine.Concat(ConfigSettings.OfCommandLine(config ?? [])));
        AddServices(builder.Services, ReadOptions(builder.Configuration));
        builder.Services.AddSingleton(ConfigSettings.Read(builder.Configuration));
        builder.WebHost.ConfigureKestrelListener();
        var app = builder.Build();
        app.MapHealth();
        if (app.Services.GetRequiredService<IOptions<SiloProcessOptions>>().Value.DevFaults)
        {
            app.MapDevSilos();
        }

        return app;
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => new KeyValuePair<string, string>((string)variable.Key, (string?)variable.Value ?? ""));

    private static SiloProcessOptions ReadOptions(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(SiloProcessOptions.Section).Get<SiloProcessOptions>() ?? new();
        }
        catch (InvalidOperationException exception)
        {
            // A number that is none. The message names the key and the value.
            throw new StartupException(exception.Message, exception);
        }
    }

    private static void AddServices(IServiceCollection services, SiloProcessOptions options)
    {
        var validation = new SiloProcessOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new StartupException(string.Join(" ", validation.Failures));
        }

        services.AddSingleton(Options.Create(options));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        services.AddSingleton<IFileSystem, RealFileSystem>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<BrokerHostFactory>();
        services.AddSingleton<SiloProcess>();
        services.AddSingleton<SiloProcessLog>();
    }

    private static async Task RunUntilStopped(WebApplication app, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            app.Lifetime.ApplicationStopping, cancellation);
        try
        {
            await Run(app, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop before it was ready: what had started has been stopped.
        }
    }

    private static async Task Run(WebApplication app, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        var process = app.Services.GetRequiredService<SiloProcess>();
        using var folder = app.Services.GetRequiredService<DataFolder>();
        folder.Open();
        await KestrelListener.Start(app, stopping);
        try
        {
            await process.Start(stopping);
            ReadyLine.Write(process, Stopwatch.GetElapsedTime(started));
            await app.WaitForShutdownAsync(stopping);
        }
        finally
        {
            using var timeout = new CancellationTokenSource(ShutdownTimeout);
            await process.Stop(timeout.Token);
            await app.StopAsync(CancellationToken.None);
        }
    }
}
