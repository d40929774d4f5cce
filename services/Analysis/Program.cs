using ArchOpt.Analysis;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.Storage;

return await ServiceProgram.RunAsync(
    args,
    port: 5081,
    builder => builder.AddAnalysis(),
    app => app.MapAnalysis(ownsRoot: true),
    app => app.RunOverStoreAsync());
