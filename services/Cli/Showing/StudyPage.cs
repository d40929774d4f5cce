using ArchOpt.Cli.Commands;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Showing;

/// <summary>What <c>archopt show</c> prints of a study.</summary>
internal static class StudyPage
{
    public static Page Of(StudyView study)
    {
        if (!study.Groups.IsDefaultOrEmpty) return GroupPage.Of(study);
        var page = new Page();
        foreach (var (name, text) in ShowCommand.Describe(study)) page.Add($"{name,-14}{text}");
        return page;
    }
}
