namespace Cloud.Core.Controller;

/// <summary>
/// A decision could not be stored, or it is not known whether it was: this controller decides no more. Whoever wants to
/// go on takes over anew.
/// </summary>
public class ControllerDeposedException(string message, Exception? innerException = null)
    : Exception(message, innerException);
