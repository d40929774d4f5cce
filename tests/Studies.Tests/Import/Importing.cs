using System.Globalization;
using System.Text;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Import;

/// <summary>Reads files that tests write out, and says what every reading must keep to.</summary>
internal static class Importing
{
    public static Task<ImportReading> Csv(string text, Func<ImportRequest, ImportRequest>? change = null, ImportTarget? target = null) =>
        Read(text, "trials.csv", change, target);

    public static Task<ImportReading> Json(string text, Func<ImportRequest, ImportRequest>? change = null, ImportTarget? target = null) =>
        Read(text, "trials.json", change, target);

    public static Task<ImportReading> Read(string text, string name, Func<ImportRequest, ImportRequest>? change = null, ImportTarget? target = null) =>
        Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, change, target);

    public static async Task<ImportReading> Read(Stream content, string name, Func<ImportRequest, ImportRequest>? change = null, ImportTarget? target = null)
    {
        var request = new ImportRequest { Study = "imported", FileName = name };
        var reading = await ImportFile.ReadAsync(content, change?.Invoke(request) ?? request, target, TestContext.Current.CancellationToken);
        Check(reading);
        return reading;
    }

    /// <summary>The space of a table whose rows are what a parameter called p took, a different objective each.</summary>
    public static async Task<Parameter> Inferred(IEnumerable<string> values, int repeated = 4)
    {
        var rows = Enumerable.Repeat(values, repeated).SelectMany(value => value).Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{value},{0.5 + i / 1000.0}"));
        var reading = await Csv("p,loss\n" + string.Join('\n', rows), request => request with { Parameters = ["p"] });
        reading.Problems.ShouldBeEmpty();
        return Parameter(reading, "p");
    }

    public static Task<Parameter> Inferred(int repeated, params double[] values) => Inferred(values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)), repeated);

    public static Parameter Parameter(ImportReading reading, string name) => reading.Definition.ShouldNotBeNull().Space.Parameters.Single(parameter => parameter.Name == name);

    public static Configuration Point(string json) => Configuration.Parse(json);

    public static ImportTarget Into(ImportReading reading, bool mayWiden = true) => new(reading.Definition.ShouldNotBeNull(), mayWiden, mayWiden ? reading.Trials : []);

    public static IEnumerable<string> Messages(ImportReading reading) => reading.Problems.Select(problem => $"{problem.Row}/{problem.Line} {problem.Field}: {problem.Message}");

    private static void Check(ImportReading reading)
    {
        reading.File.Length.ShouldBe(16);
        if (reading.Definition is not { } definition)
        {
            reading.Problems.ShouldNotBeEmpty();
            return;
        }

        SpaceValidation.Check(definition.Space).ShouldBeEmpty();
        StudyFile.Read(StudyFileWriter.Write(definition)).Definition.ShouldBe(definition);
        foreach (var trial in reading.Trials)
        {
            ConfigurationValidation.Check(definition.Space, trial.Configuration).ShouldBeEmpty($"row {trial.Row}");
            if (trial.State == TrialState.Completed) definition.Objectives.ShouldAllBe(objective => trial.Metrics.ContainsKey(objective.Metric));
        }
    }
}
