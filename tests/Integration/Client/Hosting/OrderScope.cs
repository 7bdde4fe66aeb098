namespace Cloud.Integration.Client.Hosting;

/// <summary>Lives as long as the processing of one record.</summary>
internal sealed class OrderScope
{
    public int Uses { get; set; }
}
