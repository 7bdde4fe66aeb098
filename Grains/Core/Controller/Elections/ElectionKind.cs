namespace Cloud.Core.Controller.Elections;

/// <summary>What an election is for.</summary>
public enum ElectionKind
{
    /// <summary>A leader where there is none that may go on.</summary>
    Online,

    /// <summary>The first assigned replica, if it is in sync.</summary>
    Preferred,

    /// <summary>An operator's word: rather lose records than stay offline.</summary>
    Unclean,
}
