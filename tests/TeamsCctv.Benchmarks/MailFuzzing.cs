using System.Globalization;
using TeamsCctv.Tests.Protocols.Mail;

namespace TeamsCctv.Benchmarks;

/// <summary><c>fuzz-mail COUNT [SEED]</c>: damaged mails against the reader and the sorting. It keeps what is wrong, and ends at the twentieth.</summary>
internal static class MailFuzzing
{
    public static Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        var fuzz = new MailFuzz(seed);
        for (var i = 0; i < 3_000; i++)
            fuzz.Step(out _); // What is compiled on first use is not what is measured.
        fuzz = new(seed);
        var wrongs = 0;
        for (var i = 1; i <= count && wrongs < 20; i++)
        {
            if (fuzz.Step(out var mail) is { } wrong)
            {
                var file = Path.Combine(Path.GetTempPath(), $"fuzz-mail-{seed}-{i}.eml");
                File.WriteAllBytes(file, mail);
                Console.WriteLine($"Input {i}, {mail.Length:N0} bytes, kept as {file}: {wrong}");
                wrongs++;
            }
            if (i % 50_000 == 0)
                Console.WriteLine(Figures(fuzz, wrongs));
        }
        Console.WriteLine(Figures(fuzz, wrongs));
        Environment.ExitCode = wrongs == 0 ? 0 : 1;
        return Task.CompletedTask;
    }

    private static string Figures(MailFuzz fuzz, int wrongs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fuzz.Inputs:N0} mails, {wrongs} wrong; worst {fuzz.Worst.TotalMilliseconds:0.0} ms, mean {fuzz.Total.TotalMilliseconds / fuzz.Inputs:0.00} ms, {fuzz.SlowAtFirst} slow at first; {fuzz.Noted:N0} with notes, {fuzz.Automatic:N0} automatic; {GC.GetTotalMemory(false) / 1048576} MiB held");
}
