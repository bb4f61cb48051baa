using System.Diagnostics;
using TeamsCctv.Kills;

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

var clock = Stopwatch.StartNew();
Console.WriteLine($"Killing the program {arguments.Kills} times in the middle of its work (seed {arguments.Seed}).");
await using var campaign = await Campaign.StartAsync(arguments);
await campaign.KillAsync();
var verdict = await campaign.JudgeAsync();
verdict.Print(Console.Out, arguments, clock.Elapsed);
return verdict.Good ? 0 : 1;
