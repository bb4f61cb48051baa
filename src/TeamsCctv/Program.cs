using TeamsCctv.Features.SignIn;
using TeamsCctv.Hosting;

if (Commands.TryRun(args, out var exit))
    return exit;

var builder = WebApplication.CreateBuilder(args);
builder.AddTeamsCctv();
builder.Services.AddHostedService<Greeting>();

var app = builder.Build();
if (StartCheck.Refuses(app.Services))
    return StartCheck.Refused;
app.MapTeamsCctv();
await app.RunAsync();
return 0;
