namespace Cloud.Architecture.CallTypes.Samples;

/// <summary>Is no grain interface, but its calls are those of one that extends it.</summary>
public interface IBadCalls
{
    Task Send(BadCommand command);
}
