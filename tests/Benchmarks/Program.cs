using System.CommandLine;
using ArchOpt.Benchmarks;

// Whole-system figures, each printed with the machine's idea of time. Run them in Release, one at a time:
//   dotnet run -c Release --project tests/Benchmarks -- all
var trials = new Option<int>("--trials") { Description = "Trials of the measured study.", DefaultValueFactory = _ => 20_000 };
var repeats = new Option<int>("--repeats") { Description = "How often; the median counts.", DefaultValueFactory = _ => 3 };
var root = new RootCommand("Measures ArchOpt: throughput, start, memory, idling, the simulator, the analysis, the console. What strategies cost is archopt bench overhead.") { trials, repeats };
var suites = new (string Name, string Description, Func<int, int, CancellationToken, Task<IEnumerable<Figure>>> Run)[]
{
    ("throughput", "Trials per second through RabbitMQ and SQLite with two worker processes.", Throughput.BrokerAsync),
    ("embedded", "Trials per second in one process.", Throughput.EmbeddedAsync),
    ("simulator", "Evaluations of ads-arch per second in process.", Simulator.RunAsync),
    ("start", "AppHost's cold start to the first finished trial, and what it uses when idle.", Starting.RunAsync),
    ("insight", "Processor time of the analysis of 10,000 trials x 10 parameters.", Insights.RunAsync),
    ("analysis", "Import of 100,000 finished trials, and the report on 10,000.", Analyses.RunAsync),
    ("console", "The console on 100,000 trials: what each page takes and weighs.", Consoles.RunAsync),
    ("consoles", "What 50 open pages of a study cost it, and how soon a result is on them.", OpenConsoles.RunAsync),
    ("size", "Proposal's memory at 100,000 trials, and the time to open that study again.", Size.RunAsync),
};
foreach (var suite in suites)
{
    var command = new Command(suite.Name, suite.Description) { trials, repeats };
    command.SetAction(async (parsed, token) => Figures.Print(await suite.Run(parsed.GetValue(trials), parsed.GetValue(repeats), token)));
    root.Subcommands.Add(command);
}

var all = new Command("all", "Everything, in turn.") { trials, repeats };
all.SetAction(async (parsed, token) =>
{
    var figures = new List<Figure>();
    foreach (var suite in suites)
    {
        await Console.Error.WriteLineAsync($"{suite.Name} ...");
        figures.AddRange(await suite.Run(parsed.GetValue(trials), parsed.GetValue(repeats), token));
    }

    Figures.Print(figures);
});
root.Subcommands.Add(all);
return await root.Parse(args).InvokeAsync();
