namespace Orleans.Configuration;

/// <summary>The silo's name.</summary>
public class SiloOptions
{
    /// <summary>Name of the silo in the membership table. Left out, one is made up.</summary>
    public string? SiloName { get; set; }
}
