namespace Orleans.Configuration;

/// <summary>How calls of a client are made.</summary>
public class ClientMessagingOptions : MessagingOptions
{
}
