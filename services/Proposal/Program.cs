using ArchOpt.Proposal;
using ArchOpt.ServiceDefaults;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddProposal();
builder.AddMessaging();
var app = builder.Build();
app.MapServiceDefaults();
app.MapProposal();
return await app.RunOverStoreAsync();
