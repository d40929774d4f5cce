using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>One dimension of a search space. The closed family below is matched exhaustively by whoever samples, encodes or moves.</summary>
/// <param name="Name">Unique within its space.</param>
/// <param name="When">The parameter is active only where this holds; null means always.</param>
public abstract record Parameter(string Name, Condition? When);

/// <summary>A real number in [Low, High]; on a grid Low, Low + Step, ... when Step is given; on a logarithmic scale when Log.</summary>
/// <remarks>Log and Step exclude each other, as in the field; Log needs Low &gt; 0.</remarks>
public sealed record FloatParameter(string Name, double Low, double High, bool Log = false, double? Step = null, Condition? When = null)
    : Parameter(Name, When);

/// <summary>An integer in [Low, High], both inclusive and within +-2^53; on a grid when Step &gt; 1; on a logarithmic scale when Log (Low &gt;= 1).</summary>
public sealed record IntParameter(string Name, long Low, long High, bool Log = false, long Step = 1, Condition? When = null)
    : Parameter(Name, When);

/// <summary>A ladder: values whose order is meaningful (64, 128, 256 or "small", "medium", "large"). A neighbour is one rung away.</summary>
public sealed record OrdinalParameter(string Name, ImmutableArray<ParameterValue> Values, Condition? When = null)
    : Parameter(Name, When);

/// <summary>One of several values without order.</summary>
public sealed record CategoricalParameter(string Name, ImmutableArray<ParameterValue> Values, Condition? When = null)
    : Parameter(Name, When);

/// <summary>A value that every configuration carries and no strategy varies.</summary>
public sealed record ConstantParameter(string Name, ParameterValue Value, Condition? When = null)
    : Parameter(Name, When);

/// <summary>A list of Min..Max sub-configurations, each a point of Element: the nested architectures.</summary>
public sealed record ListParameter(string Name, int Min, int Max, SearchSpace Element, Condition? When = null)
    : Parameter(Name, When);

/// <summary>A conjunction: every named parameter must be active and have one of the listed values.</summary>
public sealed record Condition(ImmutableArray<ConditionClause> Clauses);

/// <summary>One clause of a <see cref="Condition"/>. The parameter is an earlier one of the same space.</summary>
public sealed record ConditionClause(string Parameter, ImmutableArray<ParameterValue> Values);
