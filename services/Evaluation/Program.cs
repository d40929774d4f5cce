using ArchOpt.Evaluation;
using ArchOpt.ServiceDefaults.Hosting;

// Any free port unless one is configured: several workers share a machine, and nobody but a probe calls them.
return await ServiceProgram.RunAsync(args, port: 0, builder => builder.AddEvaluation(), app => app.MapEvaluation());
