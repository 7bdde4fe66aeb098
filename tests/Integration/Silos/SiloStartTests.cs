using Cloud.Silo.Startup;

namespace Cloud.Integration.Silos;

public sealed class SiloStartTests
{
    [Fact]
    public async Task Process_that_is_told_to_stop_while_it_starts_ends_cleanly()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string?>
        {
            ["Cloud:Data"] = folder.Path,
            ["Cloud:HttpPort"] = SiloProgram.FreePort(),
        };

        var exitCode = await SiloProcessRunner.Run(settings, [], new CancellationToken(canceled: true));

        Assert.Equal(0, exitCode);
    }
}
