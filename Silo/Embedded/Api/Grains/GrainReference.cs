using Cloud.Embedded.Clusters;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer. It is a value: two references to one grain are equal.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    internal GrainReference(EmbeddedNode home, GrainId grainId)
    {
        Home = home;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    /// <summary>Who made the reference. A grain that was handed it calls from its own silo all the same.</summary>
    internal EmbeddedNode Home { get; private set; }

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        Equals(reference1, reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) =>
        !Equals(reference1, reference2);

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    internal GrainReference HomedAt(EmbeddedNode home)
    {
        if (ReferenceEquals(home, Home))
        {
            return this;
        }

        var copy = (GrainReference)MemberwiseClone();
        copy.Home = home;
        return copy;
    }

    internal object CastTo(Type interfaceType) =>
        interfaceType.IsInstanceOfType(this) ? this : GrainTypes.Current.CreateProxy(interfaceType, Home, GrainId);
}
