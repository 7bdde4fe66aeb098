namespace Cloud.Simulation.Worlds;

/// <summary>
/// A rule was broken in a simulated world. The message names seed, step and rule and ends with the trace.
/// </summary>
public class SimulationViolationException(string message, Exception? innerException = null)
    : Exception(message, innerException);
