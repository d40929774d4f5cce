using System.Reflection;
using System.Runtime.CompilerServices;

namespace ArchOpt.Contracts.Tests;

internal static class MessageTypes
{
    /// <summary>Every record that may travel: the public records of the messages' own namespace.</summary>
    public static IEnumerable<Type> All => typeof(EvaluateTrial).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == typeof(EvaluateTrial).Namespace && type is { IsClass: true, IsAbstract: false });

    public static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute), inherit: true);
}
