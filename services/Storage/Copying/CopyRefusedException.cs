namespace ArchOpt.Storage.Copying;

/// <summary>A study is not copied, because something of the destination would be lost, or the source changes; the message says what and what to do.</summary>
public sealed class CopyRefusedException(string message) : Exception(message);
