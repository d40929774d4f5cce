using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArchOpt.Search.Randomness;
using CsvHelper;

namespace ArchOpt.Evaluation.Evaluators.Tables;

/// <summary>A CSV file of finished evaluations, indexed by the columns that a configuration fills. Thread-safe.</summary>
internal sealed class LookupTable
{
    // A conditional space fills several sets of columns; a study with more than these is asking for something else.
    private const int MaxIndices = 64;
    private readonly ImmutableArray<string> columns;
    private readonly List<string[]> rows;
    private readonly ConcurrentDictionary<string, Dictionary<string, List<int>>> indices = new(StringComparer.Ordinal);

    private LookupTable(ImmutableArray<string> columns, List<string[]> rows) => (this.columns, this.rows) = (columns, rows);

    /// <exception cref="FormatException">Not a CSV file with a header of distinct names.</exception>
    public static LookupTable Read(TextReader text)
    {
        using var csv = CsvReader.Create(text, CsvReaderOptions.Default with { Separator = ',', FieldCountMismatch = CsvFieldCountHandling.Throw });
        try
        {
            csv.ReadHeader();
            ImmutableArray<string> header = [.. csv.Headers.Select(column => column.Trim())];
            if (header.Length == 0) throw new FormatException("the table is empty: it needs a header row.");
            if (header.Distinct(StringComparer.Ordinal).Count() != header.Length) throw new FormatException("two columns have the same name.");
            var body = new List<string[]>();
            while (csv.Read()) body.Add([.. Enumerable.Range(0, header.Length).Select(csv.GetString)]);
            return new(header, body);
        }
        catch (CsvFormatException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    public bool Has(string column) => columns.Contains(column);

    /// <summary>
    /// The row of a configuration; null when there is none. Columns that the configuration does not fill are no key.
    /// Where several rows match, repeated measurements say, the seed chooses one.
    /// </summary>
    /// <param name="cells">Column to text, as <see cref="CellText"/> writes it; every one is a column.</param>
    public int? Find(ImmutableSortedDictionary<string, string> cells, long seed)
    {
        var keys = string.Join('\u001f', cells.Keys);
        if (!indices.TryGetValue(keys, out var index))
        {
            if (indices.Count >= MaxIndices) indices.Clear();
            index = indices.GetOrAdd(keys, _ => Index([.. cells.Keys]));
        }

        if (!index.TryGetValue(string.Join('\u001f', cells.Values), out var matches)) return null;
        return matches.Count == 1 ? matches[0] : matches[RandomStream.For(seed).NextInt32(matches.Count)];
    }

    /// <summary>The numbers of a row, by column, leaving out the given ones.</summary>
    public ImmutableSortedDictionary<string, double>.Builder Numbers(int row, Func<string, bool> except)
    {
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, double>();
        for (var i = 0; i < columns.Length; i++)
        {
            if (!except(columns[i]) && CellText.TryNumber(rows[row][i], out var number)) numbers[columns[i]] = number;
        }

        return numbers;
    }

    private Dictionary<string, List<int>> Index(ImmutableArray<string> keys)
    {
        var positions = keys.Select(key => columns.IndexOf(key)).ToArray();
        var index = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var row = 0; row < rows.Count; row++)
        {
            var key = string.Join('\u001f', positions.Select(position => CellText.Of(rows[row][position])));
            if (!index.TryGetValue(key, out var matches)) index[key] = matches = [];
            matches.Add(row);
        }

        return index;
    }
}
