using System.Collections.Immutable;
using System.Text;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Pruners;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition.Evaluators;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;
using ArchOpt.Studies.History;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>
/// From a tree to a definition, in three steps that each leave out what an earlier one found broken: the shape of the
/// file, the sections by themselves, and what must agree between sections.
/// </summary>
internal sealed class StudyReader
{
    private const int MostVainDraws = 5;

    private readonly StudyNode root;
    private readonly ErrorList errors;
    private readonly ShapeCheck check;

    private StudyReader(StudyNode root)
    {
        this.root = root;
        errors = new(root);
        check = new(errors);
    }

    public static StudyFileResult Read(StudyNode root, string? fileName) => new StudyReader(root).Read(fileName);

    private StudyFileResult Read(string? fileName)
    {
        if (IsSweep(root))
        {
            // Naming every key of a file that was written for another product would help nobody.
            errors.Add("parameters", "this is a W&B sweep file, which this version does not convert; write it as a study file (its keys: study, objectives, evaluator, space, budget)");
            return new(null, errors.InOrder(), fileName);
        }

        check.Check(StudyShape.Root, root, "");
        var definition = root is MappingNode study ? Read(study) : null;
        return errors.Count == 0 ? new(definition, [], fileName) : new(null, errors.InOrder(), fileName);
    }

    private static bool IsSweep(StudyNode root) =>
        root is MappingNode file && file.Find("parameters") is not null && file.Find("method") is not null && file.Find("space") is null;

    private StudyDefinition? Read(MappingNode study)
    {
        var sections = new SectionReader(check, study);
        var evaluator = Sound(study, "evaluator");
        var settings = evaluator?.Find("settings") as MappingNode;
        var draft = new StudyDraft
        {
            Objectives = sections.Objectives(),
            Constraints = sections.Constraints(),
            Evaluator = evaluator is null ? null : EvaluatorCatalogue.Find(evaluator.Text("name")!),
            EvaluatorSettings = evaluator is null ? null : new(settings),
            Space = new SpaceReader(check, errors).Read(study),
            Strategy = study.Find("strategy") is null ? StrategyCatalogue.Default : Sound(study, "strategy")?.Text("name"),
            Pruner = Sound(study, "pruner")?.Text("name") is { } pruner ? PrunerCatalogue.Find(pruner) : null,
            Stopping = sections.Stopping(),
            Replicates = sections.Replicates(),
            Budget = sections.Budget(),
        };
        draft = draft with
        {
            Groups = new GroupsReader(check, errors).Read(study, draft.Space, draft.Strategy is { } named ? StrategyCatalogue.Find(named) : null, draft.Budget),
        };
        var hypotheses = new HypothesesReader(check, errors).Read(study, draft);
        var parent = new LineageReader(check, errors).Read(study, draft.Strategy);
        foreach (var failure in new StudyDraftValidator().Validate(draft).Errors)
            errors.Add(failure.PropertyName.TrimEnd('.'), failure.ErrorMessage);

        var seed = sections.Seed();
        var initial = Configurations(draft.Space, study.Items("initial"), "initial", seed);
        var strategy = Strategy(study, draft, seed);
        var pruning = Pruner(study, draft);
        if (errors.Count > 0) return null;
        var definition = new StudyDefinition
        {
            Name = study.Text("study")!,
            Objectives = draft.Objectives!,
            Evaluator = new(draft.Evaluator!.Name, NodeJson.Write(settings)) { ResourceClass = evaluator!.Text("resource") ?? EvaluatorReference.DefaultResourceClass },
            Space = draft.Space!,
            Constraints = draft.Constraints!,
            Groups = draft.Groups,
            Strategy = strategy!,
            Initial = initial,
            Pruner = pruning,
            Stopping = draft.Stopping,
            Replicates = draft.Replicates,
            Hypotheses = hypotheses,
            Parent = parent,
            Budget = draft.Budget!,
            Seed = seed,
        };
        // What is kept of a study is its canonical text, which must be readable again.
        var bytes = Encoding.UTF8.GetByteCount(StudyFileWriter.Write(definition));
        if (bytes > TextLimits.Bytes) errors.Add("", $"must be at most 1 MiB with everything written out (has {bytes:N0} bytes)");
        return definition;
    }

    private StrategyReference? Strategy(MappingNode study, StudyDraft draft, long seed)
    {
        if (draft.Strategy is null || StrategyCatalogue.Find(draft.Strategy) is not { } strategy) return null;
        var settings = (study.Find("strategy") as MappingNode)?.Find("settings") as MappingNode;
        var before = errors.Count;
        var configurations = strategy.TakesConfigurations
            ? Configurations(draft.Space, settings!.Items("configurations"), "strategy.settings.configurations", seed: null)
            : [];
        var filled = StrategySettingsReader.Read(strategy, settings, configurations, check);
        if (draft.Space is not { } space || errors.Count > before || draft.Budget is not { } budget) return null;
        var configurationBudget = budget.Trials / Math.Max(1, draft.Replicates.Length);
        var problem = new StrategyProblem(space, Math.Max(1, draft.Objectives.Length), configurationBudget, filled, seed)
        {
            Constraints = draft.Constraints.Length,
            Parallelism = budget.Parallelism,
            Replicates = Math.Max(1, draft.Replicates.Length),
            Groups = strategy.IsProgressive ? draft.Groups?.Share(configurationBudget) : draft.Groups,
        }.Graded(draft.Objectives.FirstOrDefault());
        if (strategy.Check(problem) is { } sentence) AddMistake(strategy, sentence);
        return new(strategy.Name, filled);
    }

    /// <summary>Where the setting stands, when the sentence begins with one (<c>reduce.n_layers: ...</c>).</summary>
    private void AddMistake(StrategyDescription strategy, string sentence)
    {
        var colon = sentence.IndexOf(": ", StringComparison.Ordinal);
        var setting = colon < 0 ? "" : sentence[..colon];
        if (strategy.Settings.Any(known => setting == known.Name || setting.StartsWith(known.Name + ".", StringComparison.Ordinal)))
            errors.Add($"strategy.settings.{setting}", sentence[(colon + 2)..]);
        else
            errors.Add("strategy", sentence);
    }

    private PrunerReference? Pruner(MappingNode study, StudyDraft draft)
    {
        if (draft.Pruner is not { } pruner) return null;
        var settings = (study.Find("pruner") as MappingNode)?.Find("settings") as MappingNode;
        var numbers = (settings?.Entries ?? []).ToDictionary(entry => entry.Key, entry => ((ScalarNode)entry.Value).Number, StringComparer.Ordinal);
        var problem = new PrunerProblem(pruner.FillSettings(numbers))
        {
            FirstStep = draft.Stopping?.MinEpochs ?? 0,
            LastStep = LastStep(draft),
        };
        ImmutableArray<SpaceError> mistakes = [.. pruner.CheckSettings(numbers)];
        if (mistakes.IsEmpty) mistakes = [.. pruner.Check(problem)];
        foreach (var mistake in mistakes)
        {
            // At the name that the file has.
            var alias = pruner.Settings.FirstOrDefault(s => s.Name == mistake.Path)?.Alias;
            errors.Add($"pruner.settings.{(alias is not null && numbers.ContainsKey(alias) ? alias : mistake.Path)}", mistake.Message);
        }

        return mistakes.IsEmpty ? new(pruner.Name, pruner.Resolve(problem)) : null;
    }

    /// <summary>Where the runs of the study end by themselves; null when only a run shows it.</summary>
    private static long? LastStep(StudyDraft draft)
    {
        var most = draft.Stopping?.MaxEpochs;
        var given = draft.EvaluatorSettings is { } settings ? draft.Evaluator?.LastStep(settings) : null;
        return given > most ? most : given ?? most ?? draft.Evaluator?.UsualLastStep;
    }

    /// <param name="seed">Missing parameters are drawn with it; null when nothing may be missing but constants.</param>
    private ImmutableArray<Configuration> Configurations(SearchSpace? space, ImmutableArray<StudyNode> items, string path, long? seed)
    {
        if (space is null) return [];
        var configurations = ImmutableArray.CreateBuilder<Configuration>(items.Length);
        var before = errors.Count;
        for (var i = 0; i < items.Length; i++)
        {
            if (!check.IsSound(items[i])) continue;
            var begun = items[i].Configuration();
            // Drawing in vain takes long; after a few wrong configurations the others are only looked at.
            var configuration = seed is { } value && errors.Count - before < MostVainDraws ? space.Fill(begun, value, i) : space.Complete(begun);
            var mistakes = ConfigurationValidation.Check(space, configuration);
            // What would have been drawn is worth a line only when nothing else explains why it was not.
            var given = mistakes.Where(error => seed is null || configuration.TryGet(error.Path, out _) || !space.Parameters.Any(p => p.Name == error.Path)).ToList();
            foreach (var error in given.Count > 0 ? given : [.. mistakes]) errors.Add($"{path}[{i}].{error.Path}", error.Message);
            configurations.Add(configuration);
        }

        return configurations.ToImmutable();
    }

    private MappingNode? Sound(MappingNode study, string key) =>
        study.Find(key) is MappingNode node && check.IsSound(node) ? node : null;
}
