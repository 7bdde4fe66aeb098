using System.Net;

namespace Cloud.Silo.Startup;

/// <summary>A listener of the first silo, with nothing left open; silo i has both ports i higher.</summary>
internal sealed record KafkaListener(string Name, IPAddress Bind, int Port, string AdvertisedHost, int AdvertisedPort);
