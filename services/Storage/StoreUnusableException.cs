namespace ArchOpt.Storage;

/// <summary>The store cannot be used as it is; the message names it, says what is wrong and what a person can do.</summary>
public sealed class StoreUnusableException(string message, Exception? innerException = null) : Exception(message, innerException);
