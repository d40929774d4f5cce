using System.Collections.Immutable;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>A metric to optimise and the column that holds it.</summary>
internal sealed record ObjectiveColumn(Objective Objective, RawColumn Column);

/// <summary>The group of the file's trials.</summary>
/// <param name="Parameter">Whose value it is.</param>
/// <param name="Value">The same for all trials of the file; null: a column has it.</param>
internal sealed record FileGroup(string Parameter, string? Value);

/// <summary>A parameter, or one value of a list parameter, and where its values stand.</summary>
/// <param name="Path"><c>lr</c>, <c>arch[0].width</c>.</param>
/// <param name="Forced">Stands in where the column is empty.</param>
internal sealed record ParameterColumn(string Path, RawColumn Column, RawColumn? Forced);

/// <summary>What each column of a file is.</summary>
/// <param name="Objectives">The first decides.</param>
/// <param name="Parameters">In the order in which the space declares them.</param>
/// <param name="Metrics">Objectives are none of them.</param>
/// <param name="Chosen">Parameters that somebody named: here, in the file or in the study. The others may turn out to be none.</param>
internal sealed record ColumnPlan(
    ImmutableArray<ObjectiveColumn> Objectives,
    ImmutableArray<ParameterColumn> Parameters,
    ImmutableArray<RawColumn> Metrics,
    ImmutableHashSet<string> Chosen,
    FileGroup? Group);
