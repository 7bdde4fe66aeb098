using System.Net;
using System.Net.Sockets;
using Cloud.Client;
using Cloud.Integration.Silos;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Administration;

/// <summary>Nobody is there, or nobody who answers: calls end in time, and say why. Of sockets only.</summary>
public sealed class UnreachableClusterTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Server_that_is_not_there_is_named()
    {
        var server = $"127.0.0.1:{SiloProgram.FreePort()}";
        await using var admin = Open(server);

        var list = await Assert.ThrowsAsync<RequestTimeoutException>(() => admin.ListTopicsAsync());
        var create = await Assert.ThrowsAsync<RequestTimeoutException>(() => admin.CreateTopicsAsync([new("a")]));

        Assert.Contains(server, list.Message);
        Assert.Contains(server, create.Message);
        Assert.Contains(nameof(ClientOptions.DefaultApiTimeout), create.Message);
    }

    [Fact]
    public async Task Server_that_does_not_answer_ends_the_call_in_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var admin = Open(listener.LocalEndpoint.ToString()!);

        var failure = await Assert.ThrowsAsync<RequestTimeoutException>(() => admin.DescribeTopicsAsync(["a"]));

        Assert.Equal(KafkaError.RequestTimedOut, failure.Error);
    }

    [Fact]
    public async Task Call_that_is_cancelled_ends()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var admin = Open(listener.LocalEndpoint.ToString()!, isPatient: true);
        using var cancellation = new CancellationTokenSource();

        var call = admin.DescribeClusterAsync(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static AdminClient Open(string server, bool isPatient = false) => new(new AdminOptions
    {
        BootstrapServers = [server],
        DefaultApiTimeout = isPatient ? TimeSpan.FromHours(1) : Timeout,
        ConnectTimeout = TimeSpan.FromHours(1),
    });
}
