namespace ArchOpt.Search.Spaces;

/// <summary>A hard relation between parameters, checked before anything is dispatched: <c>d_model % n_heads == 0</c>.</summary>
/// <param name="Text">As the file has it.</param>
public sealed record Rule(string Text);
