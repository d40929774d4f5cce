using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>A value to model.</summary>
/// <param name="Point">Where.</param>
/// <param name="Value">Finite.</param>
/// <param name="Error">Its standard error; 0 when nothing is known of it.</param>
/// <param name="ExtraNoise">Variance relative to that of all values, for what is less certain than the others.</param>
internal readonly record struct Target(EncodedPoint Point, double Value, double Error = 0, double ExtraNoise = 0);
