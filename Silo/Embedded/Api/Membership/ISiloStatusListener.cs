namespace Orleans.Runtime;

/// <summary>Is told of each change of a silo's status.</summary>
public interface ISiloStatusListener
{
    void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status);
}
