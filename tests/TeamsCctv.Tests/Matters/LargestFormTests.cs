using TeamsCctv.Domain.Policies;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>A form that comes back holds everything that was typed, however long, and still is a card that Teams takes.</summary>
public sealed class LargestFormTests
{
    [Theory]
    [InlineData("AL")]
    [InlineData("CG")]
    [InlineData("JC")]
    [InlineData("ME")]
    [InlineData("VL")]
    public async Task Every_form_comes_back_with_the_longest_that_can_be_typed_into_it(string policy)
    {
        await using var school = await School.OpenAsync(policy);
        foreach (var kind in PolicyFiles.Load(Staffed.Profiles)[policy].Matters!.Where(kind => kind.Forbidden is null))
        {
            var (message, form) = await school.BeginAsync(kind.Ask[0], kind.Id);
            var send = Card.Buttons(form.NewCard).Single(button => button.StartsWith("Send", StringComparison.Ordinal) || button == "Put on the record");

            var shown = await school.PressAsync(kind.Ask[0], form.On(message), send, [.. kind.Form.Select(Longest).OfType<(string, string)>()]);

            Assert.True(shown.NewCard is not null, $"{policy} {kind.Id}");
            Assert.Contains(kind.Title, shown.Words, StringComparison.Ordinal);
        }
    }

    /// <summary>A word too long for a line, so that every such form comes back; of letters that take more than a byte.</summary>
    private static (string, string)? Longest(FormField field) => field.Type switch
    {
        FieldType.Text => ($"form.{field.Id}", new string('é', 201)),
        FieldType.LongText => ($"form.{field.Id}", new string('é', 1001)),
        _ => null,
    };
}
