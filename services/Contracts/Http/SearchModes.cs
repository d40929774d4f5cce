namespace ArchOpt.Contracts.Http;

/// <summary>The modes that strategies give their search (<see cref="SearchView.Mode"/>), as people say them.</summary>
public static class SearchModes
{
    public static string InWords(string mode) => mode switch
    {
        "normal" => "normal search",
        "local" => "local exploration",
        "jump" => "conservative jumps",
        "waiting" => "not its turn yet",
        "done" => "had its turn",
        _ => mode,
    };
}
