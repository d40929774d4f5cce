namespace ArchOpt.Proposal.Running;

/// <summary>The study's loop has ended; whoever still wants something must ask the registry again.</summary>
internal sealed class StudyClosedException(string studyId) : Exception($"Study {studyId} is closed.");

/// <summary>The study is no longer in the store.</summary>
internal sealed class StudyGoneException(string studyId) : Exception($"Study {studyId} was deleted.");
