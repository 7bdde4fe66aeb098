using System.Net;
using Cloud.Grains.Brokers;
using Cloud.Protocol;

namespace Cloud.Samples.OrdersInSilo;

/// <summary>The data folder of this process's broker: what is in it, and who it is.</summary>
public sealed class BrokerFolder(string path, int kafkaPort)
{
    public const string ListenerName = "PLAINTEXT";

    public string Documents => Path.Combine(Directory.CreateDirectory(path).FullName, "cluster");

    public IPEndPoint KafkaEndPoint => new(IPAddress.Loopback, kafkaPort);

    /// <summary>The broker is its disk: the id is made once and stays with the folder.</summary>
    public BrokerIdentity Identity => new(
        new(0),
        "orders-in-silo",
        new DirectoryId(ReadOrMakeId()),
        Directory.CreateDirectory(LogFolder).FullName,
        kafkaPort)
    {
        Listeners = [new(ListenerName, KafkaEndPoint.Address.ToString(), kafkaPort)],
    };

    private string LogFolder => Path.Combine(path, BrokerSilos.NameOf(new(0)));

    private Guid ReadOrMakeId()
    {
        var file = Path.Combine(Directory.CreateDirectory(path).FullName, "directory.id");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Guid.NewGuid().ToString());
        }

        return Guid.Parse(File.ReadAllText(file));
    }
}
