namespace ArchOpt.Analysis.Console.Operator;

/// <summary>The API key of whoever looks at the console; it is passed on to Proposal.</summary>
/// <param name="Value">Null where no keys are configured.</param>
internal readonly record struct OperatorKey(string? Value);
