namespace ArchOpt.Search.Spaces;

/// <summary>A configuration as models see it.</summary>
/// <param name="Coordinates">One number in [0, 1] per dimension of the space's encoding.</param>
/// <param name="Active">Which of them mean something.</param>
internal sealed record EncodedPoint(double[] Coordinates, bool[] Active);
