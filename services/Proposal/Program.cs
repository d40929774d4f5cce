using ArchOpt.Proposal;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.Storage;

return await ServiceProgram.RunAsync(
    args,
    port: 5080,
    builder => builder.AddProposal(),
    app => app.MapProposal(),
    app => app.RunOverStoreAsync());
