using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Worker;

/// <summary>Which execution of which trial.</summary>
internal readonly record struct AttemptKey(string StudyId, long Number, int Attempt)
{
    public static AttemptKey Of(EvaluateTrial message) => new(message.StudyId, message.Number, message.Attempt);

    public override string ToString() => $"{StudyId}/{Number} attempt {Attempt}";
}
