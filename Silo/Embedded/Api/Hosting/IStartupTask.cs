namespace Orleans.Runtime;

/// <summary>Runs once when the silo has become active.</summary>
public interface IStartupTask
{
    Task Execute(CancellationToken cancellationToken);
}
