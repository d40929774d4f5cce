using ArchOpt.Evaluation;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Messaging;
using Microsoft.Extensions.Options;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults();
    builder.AddEvaluation();
    builder.AddMessaging();
    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapEvaluation();
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    foreach (var failure in e.Failures) await Console.Error.WriteLineAsync(failure);
    return 2;
}
