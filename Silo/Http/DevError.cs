namespace Cloud.Silo.Http;

/// <summary>Why a request of <c>/dev</c> was refused.</summary>
internal sealed record DevError(string Error);
