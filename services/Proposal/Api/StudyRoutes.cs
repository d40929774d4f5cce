using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Messaging;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;

namespace ArchOpt.Proposal.Api;

/// <summary>The life of studies over HTTP.</summary>
internal static class StudyRoutes
{
    public static void MapStudies(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/studies").WithTags("Studies");
        group.MapPost("/", CreateAsync).WithSummary("Start a study from its file (YAML or JSON), or resume it.")
            .Accepts<string>("application/yaml", "application/json")
            .Produces<StudyView>(201).Produces<StudyView>().ProducesValidationProblem().ProducesProblem(409);
        group.MapGet("/", (StudyViews views, CancellationToken token) => views.ListAsync(token)).WithSummary("All studies, oldest first.");
        group.MapGet("/{study}", ShowAsync).WithSummary("One study with its definition.").ProducesProblem(404);
        group.MapDelete("/{study}", DeleteAsync).WithSummary("Remove a study and everything of it.").ProducesProblem(404);
        group.MapPost("/{study}/pause", (string study, StudyCommands commands, CancellationToken token) =>
            commands.DoAsync(study, new StudyEvent.PauseRequested(), token)).WithSummary("Dispatch nothing new; what runs may finish.");
        group.MapPost("/{study}/resume", (string study, StudyCommands commands, CancellationToken token) =>
            commands.DoAsync(study, new StudyEvent.ResumeRequested(null), token)).WithSummary("Go on.");
        group.MapPost("/{study}/cancel", (string study, StudyCommands commands, CancellationToken token) =>
            commands.DoAsync(study, new StudyEvent.CancelRequested("cancelled by request"), token)).WithSummary("End the study and stop its trials.");
        group.MapGet("/{study}/verify", VerifyAsync).WithSummary("Re-derive the search from its file, seed and observations.").ProducesProblem(404);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, StudyCreation creation, StudyViews views, CancellationToken token)
    {
        var file = await ReadAsync(request, token);
        var (record, isNew) = await creation.StartAsync(file, token);
        var view = await views.ShowAsync(record, whole: true, token);
        return isNew ? Results.Created($"/studies/{Uri.EscapeDataString(record.Name)}", view) : Results.Ok(view);
    }

    private static async Task<StudyView> ShowAsync(string study, StudyViews views, CancellationToken token) =>
        await views.ShowAsync(await views.FindAsync(study, token), whole: true, token);

    private static async Task<IResult> DeleteAsync(
        string study, StudyViews views, StudyRegistry studies, StudyDefinitions definitions, IStudyStore store, StudyNotifier notifier, DecisionEffects effects, CancellationToken token)
    {
        var record = await views.FindAsync(study, token);
        if (!record.HasEnded) await studies.SendAsync(record.Id, new StudyEvent.CancelRequested("the study is deleted"), token);
        await studies.CloseAsync(record.Id);
        await store.DeleteStudyAsync(record.Id, token);
        definitions.Forget(record.Id);
        effects.Forget(record.Id);
        notifier.Deleted(record);
        return Results.NoContent();
    }

    private static async Task<VerificationView> VerifyAsync(string study, StudyViews views, StudyVerifier verifier, CancellationToken token) =>
        await verifier.VerifyAsync(await views.FindAsync(study, token), token);

    /// <summary>At most one byte more than a file may have, so that the reader can say that it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken token)
    {
        var buffer = new byte[StudyFile.MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token);
        return buffer.AsMemory(0, length);
    }
}
