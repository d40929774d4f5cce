namespace ArchOpt.Analysis.Reporting.Html;

/// <summary>How the report looks: on a screen, light or dark, on a telephone, on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --line: #d9dfe7; --paper: #ffffff; --shade: #f4f6f9; --link: #0b5cad; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa7b6; --line: #313b48; --paper: #14191f; --shade: #1d242d; --link: #7ab8ff; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
        h2 { font-size: 1.4rem; margin: 3rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        h4 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
        h1, h2, h3, h4, td, th, strong, li { unicode-bidi: isolate; }
        p { margin: .6rem 0; }
        a { color: var(--link); }
        .table { overflow-x: auto; margin: .75rem 0; }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: normal; }
        td { min-width: 3.5rem; max-width: 34rem; overflow-wrap: break-word; }
        td[style*="right"] { white-space: nowrap; }
        th { border-bottom: 2px solid var(--line); background: var(--shade); font-weight: 600; }
        tbody tr:hover { background: var(--shade); }
        pre { background: var(--shade); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; }
        code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        figure { margin: 1.25rem 0; padding: .75rem; background: #ffffff; color: #1c2430; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
        figure svg { display: block; max-width: 100%; min-width: 34rem; height: auto; margin: 0 auto; }
        figcaption { color: #5a6675; font-size: .85rem; margin-top: .5rem; }
        nav { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1.25rem 0; font-size: .9rem; }
        nav p { margin: 0; color: var(--soft); font-weight: 600; }
        nav ul { list-style: none; margin: .4rem 0 0; padding: 0; columns: 2 20rem; overflow-wrap: anywhere; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        nav .l2 { font-weight: 600; margin-top: .2rem; }
        nav .l3 { padding-left: 1rem; color: var(--soft); }
        @media (min-width: 84rem) {
          nav { position: fixed; top: 0; left: 0; width: 18rem; height: 100vh; overflow-y: auto; padding: 2rem 1rem; border-right: 1px solid var(--line); }
          nav ul { columns: 1; }
          main { margin-left: max(19rem, calc(50vw - 31rem)); }
        }
        @media (max-width: 40rem) { body { font-size: 15px; } main { padding: 1.25rem .9rem 3rem; } figure { padding: .4rem; } nav .l3 { display: none; } td:last-child:not([style]) { min-width: 13rem; } }
        @media print {
          :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --paper: #ffffff; --shade: #f2f2f2; --link: #000000; }
          nav { display: none; }
          main { max-width: none; padding: 0; }
          body { font-size: 10.5pt; }
          h2, h3, h4 { break-after: avoid; }
          figure, tr, pre { break-inside: avoid; }
          .table, figure { overflow: visible; }
          figure svg { min-width: 0; }
        }
        """;
}
