using System.Collections.Immutable;
using System.Text;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Export;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// One argument of a command line. <c>${args}</c>, alone, becomes one <c>--name=value</c> for each parameter, and
/// <c>${args_no_hyphens}</c>, alone, one <c>name=value</c>; <c>${args_json}</c> is the whole configuration as JSON;
/// <c>${lr}</c> is one value, and <c>${arch[0].width}</c> one inside a list. A list is its JSON; <c>$${</c> is a plain
/// <c>${</c>. Values are inserted as they are: an argument stays one argument whatever is in them.
/// </summary>
internal sealed class ArgumentTemplate
{
    private const string Args = "args";
    private const string ArgsWithoutHyphens = "args_no_hyphens";
    private const string ArgsJson = "args_json";

    private readonly ImmutableArray<(string Text, bool IsName)> parts;

    private ArgumentTemplate(ImmutableArray<(string Text, bool IsName)> parts) => this.parts = parts;

    /// <exception cref="FormatException">The text is no template; the message says what it must be.</exception>
    public static ArgumentTemplate Parse(string text)
    {
        if (text.Contains('\0')) throw new FormatException("must not contain a NUL character");
        var found = ImmutableArray.CreateBuilder<(string Text, bool IsName)>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (string.CompareOrdinal(text, i, "$${", 0, 3) == 0)
            {
                literal.Append("${");
                i += 2;
            }
            else if (string.CompareOrdinal(text, i, "${", 0, 2) == 0)
            {
                var end = text.IndexOf('}', i);
                if (end < 0) throw new FormatException("must close every ${ with } ($${ stands for a plain ${)");
                if (end == i + 2) throw new FormatException("must name something between ${ and }");
                if (literal.Length > 0) found.Add((literal.ToString(), false));
                literal.Clear();
                found.Add((text[(i + 2)..end], true));
                i = end;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        if (literal.Length > 0 || found.Count == 0) found.Add((literal.ToString(), false));
        if (found.Count > 1 && found.FirstOrDefault(part => part.IsName && IsMany(part.Text)) is { Text: { } many })
            throw new FormatException($"${{{many}}} becomes several arguments, so it must stand alone");
        return new(found.ToImmutable());
    }

    /// <summary>The arguments that the template becomes.</summary>
    /// <exception cref="FormatException">It names a parameter that the configuration does not have; the message lists those it has.</exception>
    public IEnumerable<string> Expand(Configuration configuration)
    {
        if (parts is [(var name, true)] && IsMany(name))
        {
            var hyphens = name == Args ? "--" : "";
            return configuration.Entries.Select(entry => $"{hyphens}{entry.Key}={TextOf(entry.Value)}");
        }

        return [string.Concat(parts.Select(part => part.IsName ? Value(part.Text, configuration) : part.Text))];
    }

    /// <summary>A value as a program gets it: text as it is, anything else as JSON.</summary>
    public static string TextOf(ParameterValue value) => value.Kind == ParameterValueKind.Text ? value.Text : value.ToString();

    private static bool IsMany(string name) => name is Args or ArgsWithoutHyphens;

    private static string Value(string name, Configuration configuration)
    {
        if (name == ArgsJson) return configuration.ToString();
        if (configuration.TryGet(name, out var value)) return TextOf(value);
        foreach (var (path, text) in ConfigurationPaths.Flatten(configuration))
        {
            if (path == name) return text;
        }

        var known = string.Join(", ", configuration.Entries.Select(entry => entry.Key));
        throw new FormatException($"has no parameter '{name}', which an argument of the command asks for; it has {(known.Length > 0 ? known : "none")}");
    }
}
