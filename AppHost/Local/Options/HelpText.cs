namespace ArchOpt.AppHost.Local.Options;

internal static class HelpText
{
    internal const string Text = """
        Starts ArchOpt on this machine: broker, store, Proposal, Analysis, evaluation workers and, where installed, Prometheus and Grafana.

        dotnet run --project AppHost -- [options]

          --study FILE        start (or resume) this study
          --exit-when-done    stop everything when the study has ended; exit code 0 if it has a best trial, else 1
          --evaluators N      evaluation workers (default 2)
          --port N            Proposal's port; Analysis takes the next one (default 5080)
          --evaluator-port N  first port of the workers (default: any free ports)
          --commands FILE     programs that studies may name (default workloads/commands.json of this repository)
          --data DIR          where studies, queues and logs are kept (default .archopt in the current folder)
          --idle              start no study, also when the store is empty
          --verbose           show the services' logs here as well (they are always in DIR/logs)
          --describe          print what would be started, as JSON, and start nothing
          --help              this text

        Exit codes: 0 done; 1 the work failed; 2 an option or a study file is wrong; 130 interrupted.
        """;
}
