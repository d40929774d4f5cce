using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>Renders a component to text outside of a request, for the live parts of pages.</summary>
internal sealed class PartRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    /// <param name="id">The id that the component gives to its outermost element.</param>
    /// <param name="parameters">The component's parameters by name.</param>
    public async Task<LivePart> RenderAsync<TComponent>(string id, IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
        return new(id, html);
    }
}
