namespace Cloud.Core.Controller.Documents;

/// <summary>Why the controller cannot start from its documents.</summary>
public enum ControllerDocumentFault
{
    /// <summary>Written by a release that this one does not know.</summary>
    UnknownVersion,

    /// <summary>Not a document of the controller, or damaged.</summary>
    Malformed,

    /// <summary>The cluster lists it, the store does not have it.</summary>
    Missing,

    /// <summary>The store belongs to another cluster.</summary>
    ForeignCluster,
}
