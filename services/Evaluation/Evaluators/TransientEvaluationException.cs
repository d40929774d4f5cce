namespace ArchOpt.Evaluation.Evaluators;

/// <summary>An evaluation met a passing trouble (a busy device, a lost mount): the worker tries the same attempt again after a pause.</summary>
public sealed class TransientEvaluationException(string message, Exception? innerException = null) : Exception(message, innerException);
