using System.Globalization;
using Cloud.Silo.Hosting;

namespace Cloud.Silo.Startup;

/// <summary>The one line on the console that says that the process serves, and where.</summary>
internal static class ReadyLine
{
    public static void Write(SiloProcess process, TimeSpan elapsed)
    {
        var options = process.Options;
        var brokers = options.Silos == 1
            ? $"broker {options.BrokerId}"
            : $"brokers {options.BrokerId} to {options.BrokerId + options.Silos - 1}";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Cloud is ready after {elapsed.TotalSeconds:0.0} s: {brokers} of cluster {process.ClusterId}, "
            + $"HTTP on http://{options.Bind}:{options.HttpPort}, data in {Path.GetFullPath(options.Data)}"));
    }
}
