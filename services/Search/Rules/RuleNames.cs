using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Rules;

/// <summary>Resolves the names in a rule against a space and remembers which parameters the rule speaks of.</summary>
internal sealed class RuleNames(SearchSpace space)
{
    private readonly List<string> used = [];

    /// <summary>The parameters of the space that were resolved, each once, in order of appearance.</summary>
    public ImmutableArray<string> Used => [.. used.Distinct(StringComparer.Ordinal)];

    /// <summary>A parameter; or <c>list.field</c>, one value per element (a parameter of that very name wins).</summary>
    public RuleNode Resolve(RuleToken token)
    {
        if (Find(space, token.Text) is { } parameter) return Single(parameter, token);

        var (scope, owner, rest) = (space, "", token.Text);
        var lists = new List<string>();
        while (Owner(scope, rest) is { } list)
        {
            lists.Add(list.Name);
            owner += list.Name + ".";
            rest = rest[(list.Name.Length + 1)..];
            scope = list.Element;
            if (Find(scope, rest) is { } field) return Series(lists, field, token);
        }

        throw new RuleSyntaxException(token.Column, $"unknown parameter '{token.Text}'" +
            NearestName.Hint(token.Text, Candidates(space, "").OrderBy(name => !name.StartsWith(owner, StringComparison.Ordinal))));
    }

    private RuleNode Single(Parameter parameter, RuleToken token)
    {
        used.Add(parameter.Name);
        var name = parameter.Name;
        return new(RuleNode.TypeOf(parameter), token.Column, c => c.TryGet(name, out var value) ? RuleValue.Of(value) : RuleValue.Inactive)
        {
            Items = parameter is ListParameter ? c => Elements([c], [name]).Select(_ => RuleValue.Of(true)) : null,
        };
    }

    private RuleNode Series(List<string> lists, Parameter field, RuleToken token)
    {
        used.Add(lists[0]);
        return new(RuleType.Series, token.Column, _ => RuleValue.Undefined)
        {
            ItemType = RuleNode.TypeOf(field),
            Items = c => Elements([c], lists)
                .Where(element => element.TryGet(field.Name, out _))
                .Select(element => RuleValue.Of(element[field.Name])),
        };
    }

    private static IEnumerable<Configuration> Elements(IEnumerable<Configuration> from, IEnumerable<string> lists) =>
        lists.Aggregate(from, (configurations, list) => configurations.SelectMany(c =>
            c.TryGet(list, out var value) && value.Kind == ParameterValueKind.List ? value.List : []));

    private static Parameter? Find(SearchSpace scope, string name) => scope.Parameters.FirstOrDefault(p => p.Name == name);

    private static ListParameter? Owner(SearchSpace scope, string path) => scope.Parameters.OfType<ListParameter>()
        .FirstOrDefault(list => path.StartsWith(list.Name + ".", StringComparison.Ordinal));

    private static IEnumerable<string> Candidates(SearchSpace scope, string prefix) => scope.Parameters.SelectMany(p =>
        p is ListParameter list
            ? Candidates(list.Element, prefix + list.Name + ".").Prepend(prefix + list.Name)
            : [prefix + p.Name]);
}
