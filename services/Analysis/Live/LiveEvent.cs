namespace ArchOpt.Analysis.Live;

/// <summary>Something that is worth showing now and never again: it has no id, and a resumed stream does not repeat it.</summary>
/// <param name="Type">One of <see cref="Contracts.Http.StudyEventTypes"/>.</param>
/// <param name="Data">The view to send as JSON.</param>
public sealed record LiveEvent(string Type, object Data);
