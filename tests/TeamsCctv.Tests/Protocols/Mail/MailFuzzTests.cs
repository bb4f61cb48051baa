namespace TeamsCctv.Tests.Protocols.Mail;

public sealed class MailFuzzTests
{
    /// <summary>A million of them: <c>dotnet run -c Release --project tests/TeamsCctv.Benchmarks -- fuzz-mail 1000000</c>.</summary>
    [Fact]
    public void Three_thousand_damaged_mails_are_read_and_sorted_or_said_to_be_unreadable()
    {
        var fuzz = new MailFuzz(20261124);
        for (var i = 0; i < 3_000; i++)
        {
            // Debug builds on a busy machine are slow; how long it takes is held by the command.
            var wrong = fuzz.Step(out var mail);
            Assert.True(wrong is null or ['t', 'o', 'o', 'k', ..], $"Input {i} ({mail.Length} bytes): {wrong}");
        }
    }
}
