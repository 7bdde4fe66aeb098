namespace Cloud.Core.Controller;

/// <summary>The controller gave no answer: what was asked for may be done or not.</summary>
public class ControllerUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
