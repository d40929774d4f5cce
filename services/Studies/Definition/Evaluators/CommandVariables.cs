namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>How the evaluator <c>command</c> names parameters in a program's environment.</summary>
public static class CommandVariables
{
    /// <summary>Before every parameter's name: no parameter can be called PATH or LD_PRELOAD.</summary>
    public const string Prefix = "ARCHOPT_PARAM_";

    /// <summary><c>ARCHOPT_PARAM_LR</c> for <c>lr</c>: upper case, and <c>_</c> for whatever is no ASCII letter or digit.</summary>
    public static string NameOf(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return string.Create(Prefix.Length + parameter.Length, parameter, static (name, parameter) =>
        {
            Prefix.CopyTo(name);
            for (var i = 0; i < parameter.Length; i++)
                name[Prefix.Length + i] = char.IsAsciiLetterOrDigit(parameter[i]) ? char.ToUpperInvariant(parameter[i]) : '_';
        });
    }

    /// <summary>The first two names that would be one variable; null when there are none.</summary>
    public static (string First, string Second)? Collision(IEnumerable<string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (!known.TryAdd(NameOf(parameter), parameter)) return (known[NameOf(parameter)], parameter);
        }

        return null;
    }
}
