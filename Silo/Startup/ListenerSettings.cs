namespace Cloud.Silo.Startup;

/// <summary>One entry of <see cref="SiloProcessOptions.Listeners"/>. Silo i has all ports i higher.</summary>
public sealed class ListenerSettings
{
    /// <summary>How brokers and clients call it: who comes by it is told the brokers' addresses of this name.</summary>
    public string Name { get; set; } = "";

    /// <summary>IP address that it binds to. Null, the default: <see cref="SiloProcessOptions.Bind"/>.</summary>
    public string? Bind { get; set; }

    /// <summary>Port of the first silo's listener, 1 to 65535.</summary>
    public int Port { get; set; }

    /// <summary>
    /// Host that clients are told. Null, the default: what it binds to, the machine's name where that is any address.
    /// </summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>Port that clients are told for the first silo. Null, the default: <see cref="Port"/>.</summary>
    public int? AdvertisedPort { get; set; }
}
