using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Hypotheses;

/// <summary>Finds what makes a hypothesis senseless for a study, before anything runs or is computed.</summary>
public static class HypothesisValidation
{
    /// <summary>More values than this are not listed in a message.</summary>
    private const int MostListed = 8;

    /// <summary>All mistakes with their field, as a study file names it; empty when it can be tested. Whether trials are there is not asked.</summary>
    /// <param name="objectives">The metrics of which it is known which way is better.</param>
    public static ImmutableArray<SpaceError> Check(Hypothesis hypothesis, SearchSpace space, IReadOnlyCollection<string> objectives)
    {
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        if (Find("compare.parameter", hypothesis.Parameter) is { } compared)
        {
            if (compared is ConstantParameter)
            {
                errors.Add(new("compare.parameter", $"'{hypothesis.Parameter}' is constant: there is nothing to compare"));
            }
            else
            {
                Value("expect.better", hypothesis.Parameter, compared, hypothesis.Better);
                Value("expect.than", hypothesis.Parameter, compared, hypothesis.Than);
            }
        }

        if (hypothesis.Better == hypothesis.Than) errors.Add(new("expect.than", $"must differ from expect.better (both are {Text(hypothesis.Better)})"));
        foreach (var (path, value) in hypothesis.Within)
        {
            if (path == hypothesis.Parameter) errors.Add(new($"within.{path}", "is the parameter that is compared"));
            else if (Find($"within.{path}", path) is { } parameter && value is { } some) Value($"within.{path}", path, parameter, some);
        }

        if (hypothesis.Maximize is null && !objectives.Contains(hypothesis.Metric))
        {
            var known = objectives.Count == 1 ? $"is not the objective ('{objectives.Single()}')" : $"is none of the objectives ({string.Join(", ", objectives)})";
            errors.Add(new("goal", $"must be given: '{hypothesis.Metric}' {known}, so minimize or maximize is not known"));
        }

        if (hypothesis.Alpha is not (> 0 and < 1)) errors.Add(new("alpha", $"must be between 0 and 1 (was {hypothesis.Alpha.ToString(CultureInfo.InvariantCulture)})"));
        if (!(hypothesis.MinimumEffect >= 0) || !double.IsFinite(hypothesis.MinimumEffect))
            errors.Add(new("minimum_effect", $"must be 0 or more (was {hypothesis.MinimumEffect.ToString(CultureInfo.InvariantCulture)})"));
        return errors.ToImmutable();

        Parameter? Find(string field, string path)
        {
            var parameter = ParameterPaths.Of(space).FirstOrDefault(found => found.Path == path).Parameter;
            if (parameter is null) errors.Add(new(field, $"unknown parameter '{path}'{NearestName.Hint(path, ParameterPaths.Of(space).Select(found => found.Path))}"));
            return parameter;
        }

        void Value(string field, string path, Parameter parameter, ParameterValue value)
        {
            if (!Takes(parameter, value)) errors.Add(new(field, $"'{path}' cannot be {Text(value)}{Instead(parameter, value)}"));
        }
    }

    private static bool Takes(Parameter parameter, ParameterValue value) => parameter switch
    {
        ListParameter list => value.Kind == ParameterValueKind.Number && value.Number >= list.Min && value.Number <= list.Max && value.Number == Math.Floor(value.Number),
        FloatParameter { Step: null } real => value.Kind == ParameterValueKind.Number && value.Number >= real.Low && value.Number <= real.High,
        _ => ParameterLevels.IndexOf(parameter, value) >= 0,
    };

    /// <summary>The value that was probably meant, or what there is to choose from.</summary>
    private static string Instead(Parameter parameter, ParameterValue value)
    {
        ImmutableArray<ParameterValue> values = parameter switch
        {
            CategoricalParameter categorical => categorical.Values,
            OrdinalParameter ordinal => ordinal.Values,
            ConstantParameter constant => [constant.Value],
            _ => [],
        };
        if (values.IsEmpty)
        {
            return parameter switch
            {
                FloatParameter p => Range(p.Low, p.High, p.Step),
                IntParameter p => Range(p.Low, p.High, p.Step == 1 ? null : p.Step),
                ListParameter p => Range(p.Min, p.Max, null),
                _ => "",
            };
        }

        if (value.Kind == ParameterValueKind.Text
            && NearestName.Of(value.Text, values.Where(known => known.Kind == ParameterValueKind.Text).Select(known => known.Text)) is { } nearest)
            return $" (did you mean '{nearest}'?)";
        var listed = string.Join(", ", values.Take(MostListed).Select(Text));
        return $" (its values: {listed}{(values.Length > MostListed ? ", ..." : "")})";
    }

    private static string Range(double low, double high, double? step) =>
        string.Create(CultureInfo.InvariantCulture, $" (it goes from {low} to {high}{(step is { } some ? $" in steps of {some}" : "")})");

    private static string Text(ParameterValue value) => value.Kind == ParameterValueKind.Text ? $"'{value.Text}'" : value.ToString();
}
