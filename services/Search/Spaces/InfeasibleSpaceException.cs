namespace ArchOpt.Search.Spaces;

/// <summary>No configuration that satisfies the rules of a space was found. The space may have none.</summary>
public sealed class InfeasibleSpaceException(string message) : Exception(message);
