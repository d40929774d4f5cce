namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>The process cannot start as it is configured; the message is one line that names the key and the rule.</summary>
public sealed class WrongConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
