using TeamsCctv.Verify;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
try
{
    return await Command.RunAsync(args, Console.Out, Console.Error, stop.Token);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped before the end; the log was not checked.");
    return Command.NotChecked;
}
