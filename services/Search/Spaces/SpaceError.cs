namespace ArchOpt.Search.Spaces;

/// <summary>One mistake in a search space, a configuration or a strategy's settings, for the person who wrote it.</summary>
/// <param name="Path">Where, from the root of what was checked: <c>lr.low</c>, <c>arch.of.width.values</c>, <c>arch[1].width</c>, <c>rules[1]</c>.</param>
/// <param name="Message">The rule that is broken and the value that breaks it: <c>must be &gt; 0 for a log scale (was 0)</c>.</param>
public sealed record SpaceError(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
