using ArchOpt.Analysis;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddAnalysis();
builder.AddMessaging();

var app = builder.Build();
app.MapServiceDefaults();
app.MapAnalysis(ownsRoot: true);
return await app.RunOverStoreAsync();
