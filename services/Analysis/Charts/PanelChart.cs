using System.Collections.Immutable;

namespace ArchOpt.Analysis.Charts;

/// <summary>One value, or one bin of values, of a panel.</summary>
/// <param name="Lines">Its label, in lines.</param>
/// <param name="Error">Half the length of the bar about the mean; null for none.</param>
/// <param name="Share">In [0, 1]: a bar at the foot.</param>
/// <param name="IsMarked">Set off as one of the best.</param>
internal sealed record PanelColumn(ImmutableArray<string> Lines, double Mean, double? Error, double Best, double Share, int N, bool IsMarked, bool IsQuiet);

internal sealed record Panel(string Title, ImmutableArray<PanelColumn> Columns);

/// <summary>Small charts of the same kind with a common vertical axis.</summary>
/// <param name="BestName">What <see cref="PanelColumn.Best"/> is.</param>
/// <param name="ShareName">What <see cref="PanelColumn.Share"/> is, ...</param>
/// <param name="ShareHead">... in a few letters, for the head of its row.</param>
internal sealed record PanelChart(
    string Name, string Title, ImmutableArray<string> Notes, string YTitle, Axis Y, string BestName, string ShareName, string ShareHead, ImmutableArray<Panel> Panels);
