namespace Cloud.Integration.Client.Grains;

public interface IClientGrain : IGrainWithStringKey
{
    /// <summary>How many brokers a client that lives in this grain finds by calls of its own.</summary>
    Task<int> CountBrokers();
}
