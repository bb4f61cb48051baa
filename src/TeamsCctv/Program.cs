using TeamsCctv.Features.SignIn;
using TeamsCctv.Hosting;

if (Commands.TryRun(args, out var exit))
    return exit;

var builder = FunctionsHosting.CreateBuilder(args);
builder.AddTeamsCctv();
builder.Services.AddHostedService<Greeting>();

if (StartCheck.Refuses(builder.Services))
    return StartCheck.Refused;
var app = builder.Build();
app.MapTeamsCctv();
await app.RunAsync();
return 0;
