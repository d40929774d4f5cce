namespace ArchOpt.Analysis.Console.Parts;

/// <summary>How much a notice matters.</summary>
public enum NoticeKind
{
    Information,

    /// <summary>What was asked for was done.</summary>
    Done,

    /// <summary>Somebody has to act, or what is shown is not all.</summary>
    Trouble,
}
