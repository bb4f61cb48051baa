using System.Text.Json;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>Tells whoever changed a register's list that the change is not used, what is wrong with it, and what to do.</summary>
internal sealed class EditCard(Database database) : ICards
{
    private const string Title = "Your change is not used";

    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.RegisterEdit];

    public bool AreOfSchool => true;

    public Card Draw(CardContext context) => Find(context.Case) is not var (list, label, problems)
        ? new(Title, [TextBlock.Heading(Title), new TextBlock("The row was put right or changed again since: there is nothing to do here.")])
        : new(Title,
        [
            TextBlock.Heading(Title),
            new TextBlock($"You changed {(label is null ? "a row" : $"the row “{label}”")} of the list {list.Title}. It cannot be used as it is:"),
            .. problems.Select(problem => new TextBlock(problem, weight: TextWeight.Bolder)),
            new TextBlock("The register says what it said before, and nothing has changed for anybody. Put the row right in the list: it is looked at again once it is saved."),
        ]);

    /// <summary>What is put right before it was told need not be told.</summary>
    public bool IsOwed(Scene scene, string caseId, Person who) => Find(caseId) is not null;

    private (ListDefinition List, string? Label, IReadOnlyList<string> Problems)? Find(string caseId) =>
        ListDefinitions.All.FirstOrDefault(list => list.IsEdited && caseId.StartsWith($"edit-{list.Name}-", StringComparison.Ordinal)) is { } list
        && database.Read(session => session.First(
            "SELECT etag, fields, problems FROM list_edit WHERE list = $1 AND item = $2 AND problems IS NOT NULL",
            row => ((string, string, string)?)(row.GetString(0), row.GetString(1), row.GetString(2)), list.Name, caseId.Split('-')[^2])) is var (etag, fields, problems)
        && RegisterEdits.CaseOf(list, caseId.Split('-')[^2], etag) == caseId
            ? (list, ListValues.Values(fields).GetValueOrDefault("Title"), JsonSerializer.Deserialize<List<string>>(problems)!)
            : null;
}
