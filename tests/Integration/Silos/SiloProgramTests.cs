using System.Net;
using System.Net.Sockets;

namespace Cloud.Integration.Silos;

public sealed class SiloProgramTests
{
    [Theory]
    [InlineData(SiloProgram.Terminate)]
    [InlineData(SiloProgram.Interrupt)]
    public async Task Silo_serves_health_and_ends_cleanly_on_a_signal(int signal)
    {
        using var folder = new TemporaryFolder();
        using var http = new HttpClient();
        var port = SiloProgram.FreePort();
        await using var silo = SiloProgram.Start("--data", folder.Path, "--http-port", port);
        await silo.Ready();

        var live = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/live"));
        var ready = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
        var faults = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/dev/silos"));
        silo.Signal(signal);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("\"ready\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, faults.StatusCode);
        Assert.Equal(0, await silo.ExitCode());
        Assert.Empty(silo.Errors);
    }

    [Fact]
    public async Task Silo_that_starts_again_is_the_same_broker_of_the_same_cluster()
    {
        using var folder = new TemporaryFolder();
        var properties = Path.Combine(folder.Path, "broker-0", "meta.properties");
        await RunOnce("--data", folder.Path, "--http-port", SiloProgram.FreePort());
        var before = await File.ReadAllTextAsync(properties);

        await RunOnce("--data", folder.Path, "--http-port", SiloProgram.FreePort());

        Assert.Contains("node.id=0", before, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(properties));
    }

    [Fact]
    public async Task Settings_come_from_the_environment_and_the_command_line_overrides_them()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>
        {
            ["CLOUD__DATA"] = folder.Path,
            ["CLOUD__BROKERID"] = "7",
            ["CLOUD__HTTPPORT"] = "1",
        };
        await using var silo = SiloProgram.Start(environment, "--http-port", SiloProgram.FreePort());

        await silo.Ready();

        Assert.True(File.Exists(Path.Combine(folder.Path, "broker-7", "meta.properties")));
    }

    [Fact]
    public async Task Second_process_on_the_same_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var first = SiloProgram.Start("--data", folder.Path, "--http-port", SiloProgram.FreePort());
        await first.Ready();

        await Refused("in use by another process", "--data", folder.Path, "--http-port", SiloProgram.FreePort());
    }

    [Fact]
    public async Task Port_in_use_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(null, null);

        await Refused("Cloud:HttpPort (--http-port)", "--data", folder.Path, "--http-port", port);
    }

    [Fact]
    public async Task Folder_of_another_broker_is_refused()
    {
        using var folder = new TemporaryFolder();
        await RunOnce("--data", folder.Path, "--http-port", SiloProgram.FreePort());
        Directory.Move(Path.Combine(folder.Path, "broker-0"), Path.Combine(folder.Path, "broker-1"));

        await Refused(
            "belongs to broker 0, but this broker is configured as 1", "--data", folder.Path, "--broker-id", "1");
        await Refused("holds broker-1", "--data", folder.Path, "--broker-id", "2");
    }

    [Fact]
    public async Task Folder_of_another_cluster_is_refused()
    {
        using var folder = new TemporaryFolder();
        await RunOnce("--data", folder.Path, "--http-port", SiloProgram.FreePort(), "--cluster-id", "mine");

        await Refused("belongs to cluster mine", "--data", folder.Path, "--cluster-id", "another");
    }

    [Fact]
    public async Task Cluster_whose_documents_were_lost_is_not_begun_anew_over_its_data()
    {
        using var folder = new TemporaryFolder();
        await RunOnce("--data", folder.Path, "--http-port", SiloProgram.FreePort());
        await RunOnce("--data", folder.Path, "--http-port", SiloProgram.FreePort());
        Directory.Delete(Path.Combine(folder.Path, "cluster"), recursive: true);

        await Refused(
            "documents were lost or rolled back", "--data", folder.Path, "--http-port", SiloProgram.FreePort());
    }

    [Fact]
    public async Task Kafka_port_that_is_taken_is_named()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(null, null);

        await Refused(
            "cannot be had", "--data", folder.Path, "--http-port", SiloProgram.FreePort(), "--kafka-port", port);
    }

    [Fact]
    public async Task Folder_with_a_damaged_identity_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        var properties = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "broker-0")).FullName,
            "meta.properties");
        await File.WriteAllTextAsync(properties, "junk");

        await Refused("is damaged", "--data", folder.Path);

        Assert.Equal("junk", await File.ReadAllTextAsync(properties));
    }

    [Theory]
    [InlineData("--frobnicate", "--frobnicate", "1")]
    [InlineData("Cloud:Silos (--silos) is 0", "--silos", "0")]
    [InlineData("Cloud:Silos (--silos) is 1000", "--silos", "1000")]
    [InlineData("Cloud:Silos", "--silos", "many")]
    [InlineData("Cloud:HttpPort (--http-port) is 70000", "--http-port", "70000")]
    [InlineData("Cloud:KafkaPort (--kafka-port) is 0", "--kafka-port", "0")]
    [InlineData("among the ports 8080 to 8080", "--kafka-port", "8080")]
    [InlineData("Cloud:Config (--config): Unknown setting log.retention.days", "--config", "log.retention.days=1")]
    [InlineData("Invalid value many for configuration num.partitions", "--config", "num.partitions=many")]
    [InlineData("The setting node.id is made by --broker-id", "--config", "node.id=3")]
    [InlineData("--config num.partitions: it must be key=value", "--config", "num.partitions")]
    [InlineData("Cloud:BrokerId (--broker-id) is -1", "--broker-id", "-1")]
    [InlineData("Cloud:Bind (--bind) is 'nowhere'", "--bind", "nowhere")]
    [InlineData("Cloud:Data (--data)", "--data", "/proc/nothing")]
    public async Task Setting_that_cannot_be_is_refused_by_its_name(string expected, string option, string value)
    {
        await Refused(expected, option, value);
    }

    private static async Task RunOnce(params string[] arguments)
    {
        await using var silo = SiloProgram.Start(arguments);
        await silo.Ready();
        silo.Signal(SiloProgram.Terminate);
        Assert.Equal(0, await silo.ExitCode());
    }

    private static async Task Refused(string expected, params string[] arguments)
    {
        await using var silo = SiloProgram.Start(arguments);

        Assert.Equal(1, await silo.ExitCode());
        Assert.Contains(expected, Assert.Single(silo.Errors), StringComparison.Ordinal);
    }
}
