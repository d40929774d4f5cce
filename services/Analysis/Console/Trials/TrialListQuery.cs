using System.Globalization;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.WebUtilities;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>Which trials a list shows, in which order, and which page of it. It is what the address of the list says; what is not said is as by default.</summary>
public sealed record TrialListQuery
{
    private const string Ascending = "asc", Descending = "desc";

    public TrialState? State { get; init; }

    /// <summary>The name of a model group.</summary>
    public string? Group { get; init; }

    /// <summary>The name of a worker, whole.</summary>
    public string? Worker { get; init; }

    /// <summary>What a person typed: a trial's number, or a part of an error, of a worker's or of a group's name.</summary>
    public string? Text { get; init; }

    public TrialOrder Order { get; init; }

    public bool IsDescending { get; init; } = true;

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Nothing is left out.</summary>
    public bool IsUnfiltered => State is null && Group is null && Worker is null && Text is null;

    /// <summary>What an address says. Words that mean nothing are as good as none: an old link still shows trials.</summary>
    /// <param name="parameters">The values of the query string by name.</param>
    public static TrialListQuery Parse(Func<string, string?> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var order = Enum.TryParse<TrialOrder>(parameters("sort"), ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : TrialOrder.Number;
        return new()
        {
            State = Enum.TryParse<TrialState>(parameters("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
            Group = NotEmpty(parameters("group")),
            Worker = NotEmpty(parameters("worker")),
            Text = NotEmpty(parameters("text")?.Trim()),
            Order = order,
            IsDescending = parameters("order") != Ascending,
            Page = int.TryParse(parameters("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1,
        };
    }

    /// <summary>The address that says this, under one without a query string.</summary>
    public string ToUrl(string path) => QueryHelpers.AddQueryString(path, Said().Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));

    /// <summary>What is not as by default, by the names that <see cref="Parse"/> knows.</summary>
    public IEnumerable<KeyValuePair<string, string>> Said()
    {
        var all = new (string Name, string? Value)[]
        {
            ("state", State?.ToString()),
            ("group", Group),
            ("worker", Worker),
            ("text", Text),
            ("sort", Order == TrialOrder.Number ? null : Order.ToString().ToLowerInvariant()),
            ("order", !IsDescending ? Ascending : Order == TrialOrder.Number ? null : Descending),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
        };
        return all.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!));
    }

    /// <summary>The same list sorted by something: when it already is, the other way round.</summary>
    /// <param name="order">The column.</param>
    /// <param name="falls">Which way it is sorted at first.</param>
    public TrialListQuery SortedBy(TrialOrder order, bool falls) =>
        this with { Order = order, IsDescending = Order == order ? !IsDescending : falls, Page = 1 };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
