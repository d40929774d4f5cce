using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;
using FluentValidation;

namespace ArchOpt.Proposal.Api;

/// <summary>The query of GET /studies/{study}/trials.</summary>
internal sealed record TrialPageRequest(string? State, long After, int Limit);

/// <summary>The query of GET /studies/{study}/best.</summary>
internal sealed record BestRequest(int Top);

/// <summary>The limits of every request body and query; a message names field, rule and value.</summary>
internal static class Validation
{
    private const int MostMetrics = 1_000;
    private const int LongestName = 256;
    private const int LongestText = 10_000;

    /// <summary>It is kept with every trial.</summary>
    private const int LongestReason = 1_000;

    private static readonly InlineValidator<TrialPageRequest> Page = new()
    {
        v => v.RuleFor(r => r.State).Must(s => s is null || Enum.GetNames<TrialState>().Contains(s, StringComparer.OrdinalIgnoreCase))
            .WithMessage($"must be one of {string.Join(", ", Enum.GetNames<TrialState>())} (was {{PropertyValue}})"),
        v => v.RuleFor(r => r.After).GreaterThanOrEqualTo(-1).WithMessage("must be >= -1 (was {PropertyValue})"),
        v => v.RuleFor(r => r.Limit).InclusiveBetween(1, 10_000).WithMessage("must be between 1 and 10000 (was {PropertyValue})"),
    };

    private static readonly InlineValidator<BestRequest> Best = new()
    {
        v => v.RuleFor(r => r.Top).InclusiveBetween(1, Standings.Capacity).WithMessage($"must be between 1 and {Standings.Capacity} (was {{PropertyValue}})"),
    };

    private static readonly InlineValidator<AskRequest> Ask = new()
    {
        v => v.RuleFor(r => r.Count).InclusiveBetween(1, 10_000).WithMessage("must be between 1 and 10000 (was {PropertyValue})"),
    };

    private static readonly InlineValidator<EnqueueRequest> Enqueue = new()
    {
        v => v.RuleFor(r => r.Configurations).Must(c => c is { IsDefault: false, Length: >= 1 and <= 10_000 })
            .WithMessage("must hold 1 to 10000 configurations"),
        v => v.RuleForEach(r => r.Configurations).NotNull().WithMessage("must be an object")
            .When(r => r.Configurations is { IsDefault: false }),
    };

    private static readonly InlineValidator<TellRequest> Tell = new()
    {
        v => v.RuleFor(r => r.Values).Must(_ => false).WithMessage("must not be given together with value")
            .When(r => r.Value is not null && r.Values is not null),
        v => v.RuleFor(r => r.State).Must(s => s?.ToUpperInvariant() is null or "COMPLETED" or "FAILED" or "INFEASIBLE" or "PRUNED")
            .WithMessage("must be completed, failed, infeasible or pruned (was {PropertyValue})"),
        v => v.RuleFor(r => r.Metrics).Must(m => m is null || m.Count <= MostMetrics).WithMessage($"must hold at most {MostMetrics} metrics"),
        v => v.RuleFor(r => r.Metrics).Must(m => m is null || m.Keys.All(k => k.Length is > 0 and <= LongestName))
            .WithMessage($"must have names of 1 to {LongestName} characters"),
        v => v.RuleFor(r => r.Error).MaximumLength(LongestText).WithMessage($"must have at most {LongestText} characters"),
        v => v.RuleFor(r => r.Attempt).GreaterThanOrEqualTo(1).WithMessage("must be >= 1 (was {PropertyValue})"),
    };

    private static readonly InlineValidator<ReplayRequest> Replay = new()
    {
        v => v.RuleFor(r => r.Trials).Must(t => t is null or { IsDefault: false, Length: >= 1 and <= 1_000_000 })
            .WithMessage("must hold 1 to 1000000 trial numbers, or be left out for all that failed"),
        v => v.RuleFor(r => r.Study).NotNull().WithMessage("must be given: settings are each study's own").When(r => r.Settings is not null),
    };

    private static readonly InlineValidator<DiscardRequest> Discard = new()
    {
        v => v.RuleFor(r => r.Messages).Must(m => m is null or { IsDefault: false, Length: >= 1 and <= 10_000 })
            .WithMessage("must hold 1 to 10000 message ids, or be left out for all"),
        v => v.RuleFor(r => r.Messages).Null().WithMessage("must not be given together with study: a message is no study's").When(r => r.Study is not null),
        v => v.RuleFor(r => r.Trials).Null().WithMessage("need a study: numbers are each study's own").When(r => r.Study is null),
        v => v.RuleFor(r => r.Trials).Must(t => t is null or { IsDefault: false, Length: >= 1 and <= 1_000_000 })
            .WithMessage("must hold 1 to 1000000 trial numbers, or be left out for all that failed"),
        v => v.RuleFor(r => r.Reason).NotEmpty().WithMessage("must say why"),
        v => v.RuleFor(r => r.Reason).MaximumLength(LongestReason).WithMessage($"must have at most {LongestReason} characters"),
    };

    public static void Check(TrialPageRequest request) => Check(Page, request);

    public static void Check(BestRequest request) => Check(Best, request);

    public static void Check(AskRequest request) => Check(Ask, request);

    public static void Check(EnqueueRequest request) => Check(Enqueue, request);

    public static void Check(TellRequest request) => Check(Tell, request);

    public static void Check(ReplayRequest request) => Check(Replay, request);

    public static void Check(DiscardRequest request) => Check(Discard, request);

    private static void Check<T>(InlineValidator<T> validator, T request)
    {
        var result = validator.Validate(request);
        if (result.IsValid) return;
        throw new InputException(400, "The input is not valid.", result.Errors
            .GroupBy(e => char.ToLowerInvariant(e.PropertyName[0]) + e.PropertyName[1..])
            .ToImmutableSortedDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct().ToArray()));
    }
}
