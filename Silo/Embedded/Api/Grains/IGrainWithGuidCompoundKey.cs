namespace Orleans;

/// <summary>A grain identified by a <see cref="Guid"/> and a string.</summary>
public interface IGrainWithGuidCompoundKey : IGrain
{
}
