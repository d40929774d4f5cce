using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>What a program can be given: every parameter needs an environment variable of its own.</summary>
internal static class CommandCheck
{
    public static IEnumerable<SpaceError> Of(SearchSpace space, EvaluatorSettings settings)
    {
        if (CommandVariables.Collision(space.Parameters.Select(parameter => parameter.Name)) is var (first, second))
            yield return new($"space.{second}", $"evaluator 'command' cannot tell it from '{first}': both are {CommandVariables.NameOf(second)} in the program's environment");
    }
}
