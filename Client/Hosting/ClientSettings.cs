using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cloud.Client;

/// <summary>The options of a host's clients, with what the host has for them.</summary>
internal sealed class ClientSettings(IOptions<CloudClientOptions> options, IServiceProvider services)
{
    private readonly ILoggerFactory? _logs = services.GetService<ILoggerFactory>();
    private readonly TimeProvider _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public ProducerOptions Producer => options.Value.Producer with
    {
        BootstrapServers = options.Value.BootstrapServers,
        ClientId = options.Value.ClientId,
        Transport = options.Value.Transport,
        LoggerFactory = _logs,
        Clock = _clock,
    };

    public ConsumerOptions Consumer => options.Value.Consumer with
    {
        BootstrapServers = options.Value.BootstrapServers,
        ClientId = options.Value.ClientId,
        Transport = options.Value.Transport,
        LoggerFactory = _logs,
        Clock = _clock,
    };
}
