namespace Cloud.Simulation.Disks;

/// <summary>The simulated machine lost its power here. Nothing but the test that planned it may catch this.</summary>
public class SimulatedCrashException(string operation) : Exception($"Crashed at: {operation}");
