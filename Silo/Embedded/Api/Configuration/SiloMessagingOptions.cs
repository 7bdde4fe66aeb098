namespace Orleans.Configuration;

/// <summary>How calls of a silo are made.</summary>
public class SiloMessagingOptions : MessagingOptions
{
}
