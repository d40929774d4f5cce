using System.Globalization;

namespace ArchOpt.Analysis.Export;

/// <summary>
/// Text that a spreadsheet program would take for a formula. Names and values come from study files, evaluators and
/// imports, so a shared server cannot vouch for them.
/// </summary>
/// <remarks>
/// An export is exact by default: programs read it back, and it equals what <c>archopt trials</c> prints. Who opens it
/// in a spreadsheet asks for this guard, which puts an apostrophe before such text and therefore changes it.
/// </remarks>
internal static class SpreadsheetText
{
    /// <summary>The cell, after an apostrophe when it is text that begins like a formula. Numbers, negative ones too, stay numbers.</summary>
    public static string Guard(string cell) => BeginsLikeFormula(cell) && !IsNumber(cell) ? "'" + cell : cell;

    private static bool BeginsLikeFormula(string cell) => cell.TrimStart(' ') is [var first, ..] && first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
