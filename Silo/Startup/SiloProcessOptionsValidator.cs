using System.Net;
using Cloud.Silo.Runtime;
using Microsoft.Extensions.Options;

namespace Cloud.Silo.Startup;

/// <summary>Says which setting is wrong and what it may be.</summary>
internal sealed class SiloProcessOptionsValidator : IValidateOptions<SiloProcessOptions>
{
    private const int PortMax = ushort.MaxValue;

    public ValidateOptionsResult Validate(string? name, SiloProcessOptions options)
    {
        var errors = Errors(options).ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(SiloProcessOptions options)
    {
        if (options.Silos is < 1 or > SiloProcessOptions.SilosMax)
        {
            yield return $"Cloud:Silos (--silos) is {options.Silos}; it must be 1 to {SiloProcessOptions.SilosMax}.";
        }
        else if (options.Silos > SiloRuntime.SilosMax)
        {
            yield return $"Cloud:Silos (--silos) is {options.Silos}; this build runs on {SiloRuntime.Name}, which has "
                + "one silo per process.";
        }

        if (string.IsNullOrWhiteSpace(options.Data))
        {
            yield return "Cloud:Data (--data) is empty; it must name a folder.";
        }

        foreach (var error in PortErrors(options).Concat(BindErrors(options)))
        {
            yield return error;
        }

        foreach (var error in ListenerFaults.Of(options))
        {
            yield return error;
        }

        if (KafkaListeners.FaultOf(options.AdvertisedListener) is { } fault)
        {
            yield return $"Cloud:AdvertisedListener (--advertised-listener): {fault}.";
        }

        if (options.BrokerId < 0 || options.BrokerId > int.MaxValue - SiloProcessOptions.SilosMax)
        {
            yield return $"Cloud:BrokerId (--broker-id) is {options.BrokerId}; it must not be negative.";
        }

        if (options.DevFaults && !SiloRuntime.HasFaults)
        {
            yield return $"Cloud:DevFaults (--dev-faults) is not available on {SiloRuntime.Name}.";
        }
    }

    private static IEnumerable<string> PortErrors(SiloProcessOptions options)
    {
        if (options.HttpPort is < 1 or > PortMax)
        {
            yield return $"Cloud:HttpPort (--http-port) is {options.HttpPort}; it must be 1 to {PortMax}.";
        }

        var lastKafkaPort = (long)options.KafkaPort + Math.Max(options.Silos, 1) - 1;
        if (options.KafkaPort < 1 || lastKafkaPort > PortMax)
        {
            yield return $"Cloud:KafkaPort (--kafka-port) is {options.KafkaPort}; the ports of all silos must be 1 to "
                + $"{PortMax}.";
        }
    }

    private static IEnumerable<string> BindErrors(SiloProcessOptions options)
    {
        if (!IPAddress.TryParse(options.Bind, out var address))
        {
            yield return $"Cloud:Bind (--bind) is '{options.Bind}'; it must be an IP address.";
        }
        else if (options.DevFaults && !IPAddress.IsLoopback(address))
        {
            yield return $"Cloud:DevFaults (--dev-faults) is refused while Cloud:Bind (--bind) is {address}: it must "
                + "be a loopback address.";
        }
    }
}
